package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.Providers;
import dev.ingot.release.RolloutGroups.Group;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.state.StateSession;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies the plan of a release: fleets in waves, everything else directly. */
final class PlanApplication {
  private final ReleaseParts parts;
  private final StateSession session;
  private final Cancellation cancellation;
  private final ReleaseListener listener;
  private final RolloutHistory history;
  private final RolloutRunner runner;
  private final FleetRollout rollout;

  PlanApplication(
      ReleaseParts parts,
      StateSession session,
      Cancellation cancellation,
      ReleaseListener listener,
      RolloutHistory history,
      RolloutRunner runner,
      FleetRollout rollout) {
    this.parts = parts;
    this.session = session;
    this.cancellation = cancellation;
    this.listener = listener;
    this.history = history;
    this.runner = runner;
    this.rollout = rollout;
  }

  /** What follows while providers can still be asked. */
  interface Proof {
    /** Returns the failure, if any. */
    Optional<ReleaseResult> run() throws InterruptedException;
  }

  /**
   * Applies a plan; returns the failure, if any.
   *
   * @param proof what has to hold once it is applied
   */
  Optional<ReleaseResult> run(
      Plan plan, Providers providers, ReleaseContent content, FleetMembers members, Proof proof)
      throws InterruptedException {
    Optional<ReleaseResult> failure = rollout.goBack(content.settings().rollouts());
    if (failure.isPresent()) {
      return failure;
    }
    // An interrupted rollout is rolled back, so the session must stay usable.
    Cancellation ofSession = new Cancellation();
    try (Cancellation.Registration _ =
        cancellation.onCancel(
            () -> {
              if (!runner.cancel()) {
                ofSession.cancel();
              }
            })) {
      Result<ApplySession> opened =
          ApplySession.open(
              new ApplyRequest(
                  plan,
                  session,
                  providers,
                  parts.setting(),
                  event -> listener.on(new ReleaseEvent.Deploying(event)),
                  new ProcessRunner(),
                  ofSession));
      if (opened.value().isEmpty()) {
        listener.on(new ReleaseEvent.Diagnosed(opened.diagnostics()));
        return Optional.of(failed(opened.diagnostics()));
      }
      try (ApplySession apply = opened.get()) {
        members.during(Optional.of(apply));
        Optional<ReleaseResult> applied = apply(apply, plan, content);
        return applied.isPresent() ? applied : proof.run();
      } finally {
        members.during(Optional.empty());
      }
    }
  }

  private Optional<ReleaseResult> apply(ApplySession apply, Plan plan, ReleaseContent content)
      throws InterruptedException {
    RolloutGroups groups =
        RolloutGroups.of(
            plan, content.settings(), session.state().snapshot(), history, parts.random());
    if (groups.isEmpty()) {
      return plan.isApplyable() ? failure(apply.run()) : Optional.empty();
    }
    if (!groups.resumed().isEmpty()) {
      listener.on(new ReleaseEvent.Resuming(groups.resumed()));
    }
    ApplyResult before = apply.applyBefore(groups.held(), groups.unaccounted());
    Optional<ReleaseResult> failure = failure(before);
    boolean changed =
        before.added() + before.changed() + before.destroyed() > 0
            || groups.changeMoreThanMachines(plan);
    for (Group group : groups.groups()) {
      if (failure.isEmpty()) {
        failure = rollout.replace(apply, group, changed);
        changed |= group.replaces();
      }
    }
    Set<InstanceAddress> keeping = new HashSet<>(rollout.kept());
    keeping.addAll(groups.kept().keySet());
    return failure.isEmpty() ? failure(apply.finish(keeping)) : failure;
  }

  private Optional<ReleaseResult> failure(ApplyResult applied) {
    listener.on(new ReleaseEvent.Diagnosed(applied.diagnostics()));
    if (applied.cancelled()) {
      return Optional.of(new ReleaseResult.Interrupted(ReleaseStage.DEPLOY, "interrupted"));
    }
    return applied.hasErrors() ? Optional.of(failed(applied.diagnostics())) : Optional.empty();
  }

  private static ReleaseResult failed(List<Diagnostic> diagnostics) {
    return new ReleaseResult.Failed(
        ReleaseStage.DEPLOY,
        diagnostics.stream()
            .filter(Diagnostic::isError)
            .map(Diagnostic::summary)
            .findFirst()
            .orElse(""));
  }
}
