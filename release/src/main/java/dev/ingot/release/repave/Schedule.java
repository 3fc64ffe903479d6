package dev.ingot.release.repave;

import dev.ingot.release.calendar.Cron;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Times at which images are baked again, whatever is known of them.
 *
 * @param times when
 * @param zone whose clock they are times of
 */
public record Schedule(Cron times, ZoneId zone) {
  boolean cameBetween(Instant from, Instant now) {
    return times.last(now, zone).filter(at -> at.isAfter(from)).isPresent();
  }

  Optional<Instant> next(Instant now) {
    return times.next(now, zone);
  }
}
