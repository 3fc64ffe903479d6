package dev.ingot.release.repave;

import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.drift.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether images are baked again now: a pure function. What a bake was tried for and is
 * still so, such as a vulnerability that the packages of today have, too, is tried again after a
 * day, then two, four and seven; what is new is tried at once.
 */
public final class Rebuild {
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(7);

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

  /** A bake that was begun for some causes. */
  public record Tried(Instant at, List<String> causes) {
    public Tried {
      causes = List.copyOf(causes);
    }
  }

  /**
   * An image that waits.
   *
   * @param times how often it was baked for this without becoming better
   */
  public record Waiting(Wanted wanted, int times, Instant until) {}

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
          waiting.add(new Waiting(one, times, until));
        } else {
          due.add(one);
        }
      }
    }
    Instant last = tried.stream().map(Tried::at).max(Comparator.naturalOrder()).orElse(released);
    Instant since = last.isBefore(released) ? released : last;
    boolean scheduled =
        frozen.isEmpty()
            && settings.rebuild().filter(one -> one.cameBetween(since, now)).isPresent();
    List<Instant> times = new ArrayList<>(waiting.stream().map(Waiting::until).toList());
    settings.rebuild().flatMap(one -> one.next(now)).ifPresent(times::add);
    frozen.ifPresent(times::add);
    return new Decision(due, waiting, scheduled, times.stream().min(Comparator.naturalOrder()));
  }

  private int times(String cause) {
    return (int) tried.stream().filter(one -> one.causes().contains(cause)).count();
  }

  /** When a bake for a cause is due. */
  private Instant next(String cause) {
    int times = times(cause);
    Duration pause = SHORTEST.multipliedBy(1L << Math.clamp(times - 1L, 0, 10));
    return tried.stream()
        .filter(one -> one.causes().contains(cause))
        .map(Tried::at)
        .max(Comparator.naturalOrder())
        .map(at -> at.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST))
        .orElse(now);
  }
}
