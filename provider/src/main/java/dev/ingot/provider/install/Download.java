package dev.ingot.provider.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for an archive on its way. */
final class Download {
  private Download() {}

  /** Fills a file. */
  @FunctionalInterface
  interface Filling {
    void fill(Path file) throws IOException;
  }

  /** A new file in a folder, filled; none is left where that fails. */
  static Path into(Path folder, Filling filling) throws IOException {
    Files.createDirectories(folder);
    Path file = Files.createTempFile(folder, ".download-", ".zip");
    boolean done = false;
    try {
      filling.fill(file);
      done = true;
      return file;
    } finally {
      if (!done) {
        Files.deleteIfExists(file);
      }
    }
  }
}
