package dev.ingot.cli.operation;

import dev.ingot.cli.UsageException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations on the command line, such as {@code 1m30s}. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

  private Durations() {}

  /** The duration an option gives. */
  public static Duration parse(String option, String text) throws UsageException {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int at = 0;
    while (at < text.length() && part.find(at) && part.start() == at) {
      double amount = Double.parseDouble(part.group(1));
      double millis =
          switch (part.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
          };
      sum = sum.plusMillis((long) (amount * millis));
      at = part.end();
    }
    if (text.isEmpty() || at < text.length()) {
      throw UsageException.ofFlags(
          "invalid value \"" + text + "\" for flag -" + option + ": parse error");
    }
    return sum;
  }
}
