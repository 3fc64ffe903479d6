package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The limits of a machine that sets none: half of the host's memory, and more processes than any
 * sane program needs. Without them a runaway machine would take the host down with it.
 */
final class DefaultLimits {
  private static final long PROCESSES = 4096;
  private static final String MEMORY = "MemTotal:";

  private DefaultLimits() {}

  /** For a host with this procfs. */
  static Limits of(Path proc) {
    return new Limits(halfOfMemory(proc), OptionalLong.of(PROCESSES), OptionalDouble.empty());
  }

  private static OptionalLong halfOfMemory(Path proc) {
    try {
      for (String line : Files.readAllLines(proc.resolve("meminfo"))) {
        String[] words = line.strip().split(" +");
        if (words.length > 1 && words[0].equals(MEMORY)) {
          return OptionalLong.of(Long.parseLong(words[1]) * 1024 / 2);
        }
      }
      return OptionalLong.empty();
    } catch (IOException | NumberFormatException e) {
      // Without knowing the size of the memory there is no sensible limit.
      return OptionalLong.empty();
    }
  }
}
