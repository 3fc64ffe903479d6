package dev.ingot.release.fleet;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.rollout.LastWords;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.core.Event.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stages of a rollout, carried out on an apply session. */
public final class FleetStages implements Stages {
  private static final int LOG_LINES = 10;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ApplySession session;
  private final FleetMembers members;
  private final Time time;
  private final Duration reachedWithin;
  private final Redeployment redeployment;
  private final Optional<LastWords> lastWords;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<InstanceAddress, String> kept = new LinkedHashMap<>();

  /** Redeploys the last verified release. */
  public interface Redeployment {
    /** Deploys it and reports any failure before returning. */
    Result run(String reason) throws InterruptedException;
  }

  /**
   * The stages of one rollout.
   *
   * @param time by which new machines are waited for
   * @param reachedWithin how long it may take until users reach new machines
   * @param lastWords what a machine that failed shows; empty for what its platform keeps
   */
  public FleetStages(
      ApplySession session,
      FleetMembers members,
      Time time,
      Duration reachedWithin,
      Optional<LastWords> lastWords,
      Redeployment redeployment) {
    this.session = session;
    this.members = members;
    this.time = time;
    this.reachedWithin = reachedWithin;
    this.redeployment = redeployment;
    this.lastWords = lastWords;
  }

  /** All diagnostics. */
  public synchronized List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  /** The last log lines of abandoned machines, by instance. */
  public synchronized Map<InstanceAddress, String> lastWords() {
    return new LinkedHashMap<>(kept);
  }

  @Override
  public Result vacate(List<InstanceAddress> addresses) throws InterruptedException {
    return result(session.vacate(Set.copyOf(addresses)));
  }

  @Override
  public Result create(List<InstanceAddress> addresses) throws InterruptedException {
    return result(session.create(Set.copyOf(addresses)));
  }

  @Override
  public Result move(List<InstanceAddress> addresses) throws InterruptedException {
    Result moved = result(session.moveDependents(Set.copyOf(addresses)));
    return moved instanceof Result.Done ? reached(addresses) : moved;
  }

  /** Old machines are destroyed only once users reach the new ones: health alone is not enough. */
  private Result reached(List<InstanceAddress> addresses) throws InterruptedException {
    Instant until = time.instant().plus(reachedWithin);
    Verdict verdict = members.reach(addresses);
    while (!verdict.isHealthy() && time.instant().isBefore(until)) {
      time.sleep(BETWEEN_LOOKS);
      verdict = members.reach(addresses);
    }
    return verdict.isHealthy() ? new Result.Done() : new Result.Failed(verdict.evidence());
  }

  @Override
  public Result retire(List<InstanceAddress> addresses) throws InterruptedException {
    return result(session.destroyOld(Set.copyOf(addresses)));
  }

  @Override
  public Result takeBack(List<InstanceAddress> addresses) throws InterruptedException {
    keepLastWords(addresses);
    return result(session.takeBack(Set.copyOf(addresses)));
  }

  @Override
  public Result redeploy(String reason) throws InterruptedException {
    return redeployment.run(reason);
  }

  /** Keeps the logs of machines that are about to be destroyed. */
  public synchronized void keepLastWords(Collection<InstanceAddress> addresses) {
    for (InstanceAddress address : addresses) {
      members.lastWords(address, lastWords, LOG_LINES).ifPresent(log -> kept.put(address, log));
    }
  }

  private synchronized Result result(ApplyResult applied) {
    diagnostics.addAll(applied.diagnostics());
    return applied.diagnostics().stream()
        .filter(Diagnostic::isError)
        .findFirst()
        .<Result>map(error -> new Result.Failed(error.summary() + ": " + firstLine(error.detail())))
        .orElseGet(Result.Done::new);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
