package dev.ingot.release.retire;

import dev.ingot.release.calendar.Days;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what becomes of the versions of a bucket. A function of what is known of them alone: a
 * version that anything may use is never on its way out, and one that is used again comes back.
 * Every other one takes one step at a time, with a delay in between: deprecated, disabled, deleted.
 *
 * <p>Source: the stages of EC2 Image Builder's lifecycle policies; looking again before each stage
 * and the limit on how much may go at once are Swabbie's.
 */
public final class Retirement {
  private final RetainSettings settings;
  private final Instant now;

  /** By what a block says, at a time. */
  public Retirement(RetainSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /**
   * Decides.
   *
   * @param versions the complete ones of one bucket
   * @param uses what may use a version, by its id, in words
   * @return a verdict for each version, the newest first
   */
  public List<Verdict> decide(List<Candidate> versions, Map<String, List<String>> uses) {
    List<Candidate> newestFirst =
        versions.stream().sorted(Comparator.comparingLong(Candidate::number).reversed()).toList();
    Set<String> newest = newest(newestFirst);
    List<Verdict> verdicts = new ArrayList<>();
    for (Candidate version : newestFirst) {
      verdicts.add(verdict(version, uses.getOrDefault(version.id(), List.of()), newest));
    }
    return limited(verdicts);
  }

  private Set<String> newest(List<Candidate> newestFirst) {
    Set<String> newest = new HashSet<>();
    newestFirst.stream()
        .filter(version -> version.stage() != Stage.REVOKED)
        .limit(settings.versions())
        .forEach(version -> newest.add(version.id()));
    return newest;
  }

  private Verdict verdict(Candidate version, List<String> uses, Set<String> newest) {
    List<String> reasons = new ArrayList<>(uses);
    if (newest.contains(version.id())) {
      reasons.add(
          settings.versions() == 1
              ? "it is the newest version"
              : "it is one of the " + settings.versions() + " newest versions");
    }
    version.labels().stream()
        .filter(settings.protectedLabels()::contains)
        .sorted()
        .forEach(label -> reasons.add("it has the label " + label));
    boolean onItsWay = version.stage() == Stage.DEPRECATED || version.stage() == Stage.DISABLED;
    if (!reasons.isEmpty()) {
      return onItsWay
          ? new Verdict.Due(version, Step.REINSTATE, String.join("; ", reasons))
          : new Verdict.Kept(version, reasons);
    }
    Duration age = Duration.between(version.completed(), now);
    if (!onItsWay && age.compareTo(settings.age()) < 0) {
      return new Verdict.Kept(
          version,
          List.of(
              "it is younger than "
                  + Days.text(settings.age())
                  + ", until "
                  + version.completed().plus(settings.age())));
    }
    return next(version, age);
  }

  private Verdict next(Candidate version, Duration age) {
    Step step =
        switch (version.stage()) {
          case ACTIVE -> Step.DEPRECATE;
          case DEPRECATED -> Step.DISABLE;
          case DISABLED, REVOKED -> Step.DELETE;
        };
    if (step == Step.DELETE && !version.elsewhere().isEmpty()) {
      return new Verdict.Kept(
          version,
          List.of(
              "its images are on a platform of their own ("
                  + String.join(", ", version.elsewhere().stream().sorted().toList())
                  + "), whose plugin can't be asked to destroy what another process has made:"
                  + " delete them there, then run: ingot images delete "
                  + version.reference()));
    }
    Optional<Instant> at = version.since().map(since -> since.plus(settings.delay()));
    if (at.filter(now::isBefore).isPresent()) {
      return new Verdict.Waiting(
          version, step, at, version.stage().word() + " since " + version.since().orElse(now));
    }
    return new Verdict.Due(version, step, "nothing uses it and it is " + Days.text(age) + " old");
  }

  /** No more than a share of the versions are on their way out at once, the oldest first. */
  private List<Verdict> limited(List<Verdict> verdicts) {
    int most = Math.max(1, (int) Math.floor(verdicts.size() * settings.maxShare()));
    int room = most - (int) verdicts.stream().filter(Retirement::isOnItsWay).count();
    List<Verdict> limited = new ArrayList<>();
    for (Verdict verdict : verdicts.reversed()) {
      if (verdict instanceof Verdict.Due(Candidate version, Step step, String _)
          && step == Step.DEPRECATE
          && room-- <= 0) {
        limited.add(
            new Verdict.Waiting(
                version,
                step,
                Optional.empty(),
                "no more than " + most + " of " + verdicts.size() + " at once (max_share)"));
      } else {
        limited.add(verdict);
      }
    }
    return limited.reversed();
  }

  private static boolean isOnItsWay(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Kept _ -> false;
      case Verdict.Due(Candidate version, Step step, String _) ->
          step != Step.REINSTATE && version.stage() != Stage.ACTIVE;
      case Verdict.Waiting _ -> true;
    };
  }
}
