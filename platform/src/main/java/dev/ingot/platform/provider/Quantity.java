package dev.ingot.platform.provider;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes such as {@code 256MiB}. */
final class Quantity {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15})(?:\\.([0-9]{1,3}))? ?([KMGT]i?)?B?", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "k", 1_000L,
          "ki", 1L << 10,
          "m", 1_000_000L,
          "mi", 1L << 20,
          "g", 1_000_000_000L,
          "gi", 1L << 30,
          "t", 1_000_000_000_000L,
          "ti", 1L << 40);

  private Quantity() {}

  /** Bytes; empty if the text is not a size. */
  static Optional<Long> bytes(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = Optional.ofNullable(matcher.group(3)).orElse("").toLowerCase(Locale.ROOT);
    long factor = UNITS.getOrDefault(unit, 1L);
    String fraction = Optional.ofNullable(matcher.group(2)).orElse("0");
    double value = Double.parseDouble(matcher.group(1) + "." + fraction) * factor;
    return value >= 1 && value < Long.MAX_VALUE ? Optional.of((long) value) : Optional.empty();
  }
}
