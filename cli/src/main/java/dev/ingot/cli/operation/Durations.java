package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.UsageException;
import dev.ingot.lang.DurationText;
import java.time.Duration;

/** Durations on the command line, such as {@code 1m30s}. */
public final class Durations {
  private Durations() {}

  /** The duration an option gives. */
  public static Duration parse(String option, String text) throws UsageException {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                UsageException.ofFlags(
                    "invalid value \"" + text + "\" for flag -" + option + ": parse error"));
  }
}
