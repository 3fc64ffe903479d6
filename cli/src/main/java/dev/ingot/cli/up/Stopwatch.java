package dev.ingot.cli.up;

import dev.ingot.cli.view.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long the stages of a command take. */
final class Stopwatch {
  private static final Duration WORTH_SAYING = Duration.ofMillis(50);

  private final Clock clock;
  private final Instant began;
  private final List<String> laps = new ArrayList<>();
  private Instant lap;

  Stopwatch(Clock clock) {
    this.clock = clock;
    this.began = clock.instant();
    this.lap = began;
  }

  /** Ends a stage. */
  void lap(String stage) {
    Instant now = clock.instant();
    Duration took = Duration.between(lap, now);
    lap = now;
    if (took.compareTo(WORTH_SAYING) >= 0) {
      laps.add(stage + " " + Table.duration(took));
    }
  }

  /** The total, and the stages if there are several. */
  String text() {
    String all = Table.duration(Duration.between(began, clock.instant()));
    return laps.size() < 2 ? all : all + " (" + String.join(", ", laps) + ")";
  }
}
