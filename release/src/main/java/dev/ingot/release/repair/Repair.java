package dev.ingot.release.repair;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is repaired next: a pure function of what was found and what was tried, so that a
 * process that was killed decides the same again.
 */
public final class Repair {
  private static final Duration DAY = Duration.ofDays(1);

  /** Attempts further in the future were made by a clock that was wrong. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private Repair() {}

  /** What is done next. */
  public sealed interface Decision {
    /** Nothing has drifted that is repaired. */
    record Nothing() implements Decision {}

    /** These are replaced now: one machine, all that are missing, or all that were changed. */
    record Replace(List<Finding> findings) implements Decision {
      public Replace {
        findings = List.copyOf(findings);
      }
    }

    /** There is something to repair, but not before a moment. */
    record Wait(Instant until, String why) implements Decision {}

    /** The last repair failed, so nothing is repaired until someone resumes. */
    record Paused(String why) implements Decision {}
  }

  /**
   * Decides.
   *
   * @param attempts in the order in which they were begun
   * @param resumed when someone last had repairs resumed, or a release was verified
   */
  public static Decision decide(
      RepairSettings settings,
      Instant now,
      List<Finding> findings,
      List<Attempt> attempts,
      Optional<Instant> resumed) {
    List<Finding> repairable =
        findings.stream()
            .filter(Finding::replaceable)
            .filter(finding -> settings.reasons().contains(finding.reason()))
            .sorted(Comparator.comparing(Finding::reason).thenComparing(Finding::address))
            .toList();
    if (repairable.isEmpty()) {
      return new Decision.Nothing();
    }
    Optional<Attempt> last =
        attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    if (last.filter(one -> one.end() == Attempt.End.FAILED).isPresent()
        && resumed.filter(at -> at.isAfter(last.get().at())).isEmpty()) {
      return new Decision.Paused(
          "the repair of " + last.get().address() + " at " + last.get().at() + " failed");
    }
    List<Attempt> recent =
        attempts.stream()
            .filter(one -> one.at().isAfter(now.minus(DAY)))
            .filter(one -> !one.at().isAfter(now.plus(CLOCK_TOLERANCE)))
            .toList();
    if (recent.size() >= settings.mostPerDay()) {
      return new Decision.Wait(
          recent.get(recent.size() - settings.mostPerDay()).at().plus(DAY),
          settings.mostPerDay() + " machines were repaired within a day");
    }
    List<List<Finding>> steps = new ArrayList<>();
    // Nothing serves in place of what is missing, so creating all of it takes nothing away. Of what
    // was changed a plan can't leave a part as it is; the rollout replaces it in its waves.
    steps.add(of(repairable, Reason.MISSING));
    of(repairable, Reason.DEAD).forEach(one -> steps.add(List.of(one)));
    steps.add(of(repairable, Reason.CONFIGURATION));
    steps.removeIf(List::isEmpty);
    Optional<Instant> earliest = Optional.empty();
    for (List<Finding> step : steps) {
      Instant from =
          step.stream()
              .flatMap(one -> allowedFrom(settings, one.address(), recent).stream())
              .max(Comparator.naturalOrder())
              .orElse(now);
      if (!from.isAfter(now)) {
        return new Decision.Replace(step);
      }
      earliest = Optional.of(earliest.filter(one -> one.isBefore(from)).orElse(from));
    }
    return new Decision.Wait(
        earliest.orElse(now), "it was replaced a short while ago and drifted again");
  }

  private static List<Finding> of(List<Finding> findings, Reason reason) {
    return findings.stream().filter(one -> one.reason() == reason).toList();
  }

  private static Optional<Instant> allowedFrom(
      RepairSettings settings, InstanceAddress address, List<Attempt> recent) {
    List<Attempt> same = recent.stream().filter(one -> one.address().equals(address)).toList();
    if (same.isEmpty()) {
      return Optional.empty();
    }
    Duration pause = settings.backoff();
    for (int i = 1; i < same.size() && pause.compareTo(settings.longestBackoff()) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration held =
        pause.compareTo(settings.longestBackoff()) > 0 ? settings.longestBackoff() : pause;
    return Optional.of(same.getLast().at().plus(held));
  }
}
