package dev.ingot.release.calendar;

import dev.ingot.lang.DurationText;
import java.time.Duration;
import java.util.Optional;

/** Long spans of time as text: {@code 30d}, {@code 2w}, {@code 1d12h}, {@code 45m}. */
public final class Days {
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Days() {}

  /** Reads one that isn't negative and at most ten years. */
  public static Optional<Duration> parse(String text) {
    int days = text.indexOf('d');
    int weeks = text.indexOf('w');
    int unit = Math.max(days, weeks);
    if (unit < 0) {
      return DurationText.parse(text);
    }
    String number = text.substring(0, unit);
    if (number.isEmpty()
        || number.length() > 4
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    Duration whole = Duration.ofDays(Long.parseLong(number) * (unit == weeks ? 7 : 1));
    String rest = text.substring(unit + 1);
    Optional<Duration> more =
        rest.isEmpty() ? Optional.of(Duration.ZERO) : DurationText.parse(rest);
    return more.map(whole::plus).filter(total -> total.compareTo(LONGEST) <= 0);
  }

  /** Writes one with its two largest units, so that {@link #parse} reads it back: {@code 1d12h}. */
  public static String text(Duration duration) {
    long days = duration.toDays();
    if (days == 0) {
      return DurationText.text(
          duration.toHours() > 0
              ? Duration.ofMinutes(duration.toMinutes())
              : Duration.ofSeconds(duration.toSeconds()));
    }
    return days + "d" + (duration.toHoursPart() == 0 ? "" : duration.toHoursPart() + "h");
  }
}
