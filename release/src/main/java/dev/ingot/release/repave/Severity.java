package dev.ingot.release.repave;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How bad a vulnerability is, as scanners name it; the worst last. */
public enum Severity {
  UNKNOWN,
  NEGLIGIBLE,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As settings and reports name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a word in any case; scanners also say {@code moderate}, {@code important}, … */
  public static Optional<Severity> of(String word) {
    String plain = word.strip().toUpperCase(Locale.ROOT);
    String usual =
        switch (plain) {
          case "MODERATE" -> "MEDIUM";
          case "IMPORTANT" -> "HIGH";
          case "NONE", "INFO", "INFORMATIONAL" -> "NEGLIGIBLE";
          case "" -> "UNKNOWN";
          default -> plain;
        };
    return Stream.of(values()).filter(one -> one.name().equals(usual)).findFirst();
  }
}
