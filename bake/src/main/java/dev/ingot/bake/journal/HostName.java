package dev.ingot.bake.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells hosts apart that share a home folder. */
final class HostName {
  private static final Path FILE = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The name of this host; empty where it isn't known. */
  static String current() {
    try {
      return Files.readString(FILE).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
