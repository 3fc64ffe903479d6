package dev.ingot.release.repave;

import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.drift.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides whether images are baked again now: a pure function. What a bake was tried for and is
 * still so, such as a vulnerability that the packages of today have, too, is tried again after a
 * day, then two, four and seven; what is new is tried at once. A bake that failed or died has shown
 * nothing: it is tried again after a minute, then two, four, and so on up to an hour.
 */
public final class Rebuild {
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration SHORTEST_AFTER_FAILURE = Duration.ofMinutes(1);
  private static final Duration LONGEST_AFTER_FAILURE = Duration.ofHours(1);

  private final RepaveSettings settings;
  private final Instant now;
  private final List<Tried> tried;

  private Rebuild(RepaveSettings settings, Instant now, List<Tried> tried) {
    this.settings = settings;
    this.now = now;
    // A clock that was put back must not hold anything up.
    this.tried = tried.stream().filter(one -> !one.at().isAfter(now)).toList();
  }

  /**
   * An image that a bake may make better.
   *
   * @param bucket its bucket
   * @param reason {@link Reason#BASE} or {@link Reason#VULNERABILITY}
   * @param causes names for what is wrong, the same as long as it is
   * @param detail the same in words
   */
  public record Wanted(String bucket, Reason reason, List<String> causes, String detail) {
    public Wanted {
      causes = List.copyOf(causes);
    }
  }

  /**
   * A bake that was begun for some causes.
   *
   * @param baked whether it gave images; else it failed, or its process died
   */
  public record Tried(Instant at, List<String> causes, boolean baked) {
    public Tried {
      causes = List.copyOf(causes);
    }
  }

  /**
   * An image that waits.
   *
   * @param times how often it was baked for this without becoming better
   * @param failures how often baking it has failed since then
   */
  public record Waiting(Wanted wanted, int times, int failures, Instant until) {}

  /**
   * What was decided.
   *
   * @param now the images to bake; may be empty although a bake is due by schedule
   * @param scheduled whether the schedule asks for a bake
   * @param next when to decide again at the latest, if nothing else happens
   */
  public record Decision(
      List<Wanted> now, List<Waiting> waiting, boolean scheduled, Optional<Instant> next) {
    public Decision {
      now = List.copyOf(now);
      waiting = List.copyOf(waiting);
    }

    /** Whether to bake. */
    public boolean isDue() {
      return scheduled || !now.isEmpty();
    }

    /** Whether steps run again although their inputs are the same: packages may be newer. */
    public boolean isFresh() {
      return scheduled || now.stream().anyMatch(one -> one.reason() == Reason.VULNERABILITY);
    }
  }

  /**
   * Decides.
   *
   * @param released when the release that runs was begun, from when on the schedule counts
   * @param tried the bakes of the past
   */
  public static Decision decide(
      RepaveSettings settings,
      Instant now,
      Instant released,
      List<Wanted> wanted,
      List<Tried> tried) {
    return new Rebuild(settings, now, tried).decide(released, wanted);
  }

  private Decision decide(Instant released, List<Wanted> wanted) {
    List<Wanted> due = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    Optional<Instant> frozen =
        settings.freezes().stream()
            .filter(one -> one.contains(now))
            .map(Freeze::to)
            .max(Comparator.naturalOrder());
    for (Wanted one : wanted) {
      if (settings.reasons().contains(one.reason())) {
        Instant at =
            one.causes().stream().map(this::next).min(Comparator.naturalOrder()).orElse(now);
        Instant until = frozen.filter(at::isBefore).orElse(at);
        if (until.isAfter(now)) {
          int times = one.causes().stream().mapToInt(this::times).max().orElse(0);
          int failures = one.causes().stream().mapToInt(this::failures).max().orElse(0);
          waiting.add(new Waiting(one, times, failures, until));
        } else {
          due.add(one);
        }
      }
    }
    Instant last =
        tried.stream()
            .filter(Tried::baked)
            .map(Tried::at)
            .max(Comparator.naturalOrder())
            .orElse(released);
    Instant since = last.isBefore(released) ? released : last;
    boolean came = settings.rebuild().filter(one -> one.cameBetween(since, now)).isPresent();
    Instant again = after(tried.stream().filter(one -> one.at().isAfter(since)).toList());
    boolean scheduled = frozen.isEmpty() && came && !again.isAfter(now);
    List<Instant> times = new ArrayList<>(waiting.stream().map(Waiting::until).toList());
    settings.rebuild().flatMap(one -> one.next(now)).ifPresent(times::add);
    frozen.ifPresent(times::add);
    if (came && again.isAfter(now)) {
      times.add(again);
    }
    return new Decision(due, waiting, scheduled, times.stream().min(Comparator.naturalOrder()));
  }

  private int times(String cause) {
    return (int) tried(cause).filter(Tried::baked).count();
  }

  private int failures(String cause) {
    return failures(tried(cause).toList());
  }

  /** How often it has failed since it was baked. */
  private static int failures(List<Tried> all) {
    return (int)
        all.reversed().stream()
            .sorted(Comparator.comparing(Tried::at).reversed())
            .takeWhile(one -> !one.baked())
            .count();
  }

  private Stream<Tried> tried(String cause) {
    return tried.stream().filter(one -> one.causes().contains(cause));
  }

  /** When a bake for a cause is due. */
  private Instant next(String cause) {
    List<Tried> all = tried(cause).toList();
    return failures(all) > 0
        ? after(all)
        : latest(all).map(at -> at.plus(doubled(SHORTEST, times(cause), LONGEST))).orElse(now);
  }

  /** When it is tried again after failures; now if there are none. */
  private Instant after(List<Tried> all) {
    int failures = failures(all);
    return failures == 0
        ? now
        : latest(all)
            .map(at -> at.plus(doubled(SHORTEST_AFTER_FAILURE, failures, LONGEST_AFTER_FAILURE)))
            .orElse(now);
  }

  private static Optional<Instant> latest(List<Tried> all) {
    return all.stream().map(Tried::at).max(Comparator.naturalOrder());
  }

  private static Duration doubled(Duration first, int times, Duration longest) {
    Duration pause = first.multipliedBy(1L << Math.clamp(times - 1L, 0, 10));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
