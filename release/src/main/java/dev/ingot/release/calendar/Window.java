package dev.ingot.release.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A span of time that comes again and again.
 *
 * @param opens when it opens
 * @param duration how long it stays open, above zero
 * @param zone the time zone of the schedule
 */
public record Window(Cron opens, Duration duration, ZoneId zone) {
  /** When the window that is open at a moment was opened; empty if it is closed. */
  public Optional<Instant> openedBefore(Instant moment) {
    return opens.last(moment, zone).filter(at -> moment.isBefore(at.plus(duration)));
  }

  /** When it opens next; empty if it never does. */
  public Optional<Instant> nextOpening(Instant moment) {
    return opens.next(moment, zone);
  }
}
