package dev.ingot.home;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;

/**
 * The random numbers of the operating system, fit for secrets, read from {@code /dev/urandom}. Ids
 * and keys come from here, and not from {@code SecureRandom}, which reads the same device: finding
 * that one takes 15 ms of each start.
 */
public final class SystemRandom implements RandomGenerator {
  private static final String DEVICE = "/dev/urandom";

  @Override
  public long nextLong() {
    try (DataInputStream device = new DataInputStream(new FileInputStream(DEVICE))) {
      return device.readLong();
    } catch (IOException e) {
      throw new UncheckedIOException("no random numbers available", e);
    }
  }

  @Override
  public void nextBytes(byte[] bytes) {
    try (DataInputStream device = new DataInputStream(new FileInputStream(DEVICE))) {
      device.readFully(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("no random numbers available", e);
    }
  }
}
