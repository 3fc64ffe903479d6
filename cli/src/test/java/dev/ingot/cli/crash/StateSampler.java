package dev.ingot.cli.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads a state file over and over, as a backup or another program would, until it is closed. */
final class StateSampler implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000;

  private final Path file;
  private final AtomicInteger samples = new AtomicInteger();
  private final AtomicInteger torn = new AtomicInteger();
  private final Thread thread;

  StateSampler(Path file) {
    this.file = file;
    this.thread = Thread.ofPlatform().name("state-sampler").start(this::sample);
  }

  private void sample() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        byte[] bytes = Files.readAllBytes(file);
        samples.incrementAndGet();
        if (!isWhole(bytes)) {
          torn.incrementAndGet();
        }
      } catch (NoSuchFileException e) {
        // Nothing has been written yet.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether a text is one whole JSON object. */
  static boolean isWhole(byte[] bytes) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  /** How often the file was there. */
  int samples() {
    return samples.get();
  }

  /** How often it was empty or torn. */
  int torn() {
    return torn.get();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
