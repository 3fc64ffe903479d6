package dev.ingot.release;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.Providers;
import dev.ingot.release.RolloutGroups.Group;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.fleet.FleetStages;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.NoStages;
import dev.ingot.rollout.RolloutDriver;
import dev.ingot.rollout.RolloutLog;
import dev.ingot.rollout.RolloutObserver;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies the plan of a release, fleets in waves. */
final class FleetRollout {
  private final ReleaseParts parts;
  private final StateSession session;
  private final Cancellation cancellation;
  private final ReleaseListener listener;
  private final FleetMembers members;
  private final Past past;
  private final RolloutRecord record;
  private final Redeployment redeployment;
  private final Set<InstanceAddress> proved = new HashSet<>();
  private volatile Optional<RolloutDriver> rolling = Optional.empty();

  /**
   * What earlier processes have done.
   *
   * @param earlier what earlier rollouts recorded about existing machines
   * @param states the rollouts of this release begun by a process that died, by name
   * @param verified whether there is a verified release to roll back to
   * @param schemas the schemas to read the state with
   */
  record Past(
      EarlierRollouts earlier,
      Map<String, Rollout> states,
      boolean verified,
      Collection<ProviderSchema> schemas) {
    Past {
      states = Map.copyOf(states);
    }

    Baseline baseline(boolean changed) {
      return verified && changed ? Baseline.CHANGED : Baseline.VERIFIED;
    }
  }

  FleetRollout(
      ReleaseParts parts,
      StateSession session,
      Cancellation cancellation,
      ReleaseListener listener,
      Past past,
      RolloutRecord record,
      Redeployment redeployment) {
    this.parts = parts;
    this.session = session;
    this.cancellation = cancellation;
    this.listener = listener;
    this.members =
        new FleetMembers(parts.fleet(), parts.setting().rootFolder(), session, past.schemas());
    this.past = past;
    this.record = record;
    this.redeployment = redeployment;
  }

  /** Applies a plan; returns the failure, if any. */
  Optional<ReleaseResult> apply(Plan plan, Providers providers, ReleaseContent content)
      throws InterruptedException {
    Optional<ReleaseResult> goingBack = goBack(content);
    if (goingBack.isPresent()) {
      return goingBack;
    }
    // An interrupted rollout is rolled back, so the session must stay usable.
    Cancellation ofSession = new Cancellation();
    try (Cancellation.Registration _ =
        cancellation.onCancel(
            () ->
                rolling.ifPresentOrElse(
                    driver -> driver.cancel(parts.actor()), ofSession::cancel))) {
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
        return Optional.of(failed(firstError(opened.diagnostics())));
      }
      try (ApplySession apply = opened.get()) {
        return apply(apply, plan, content);
      }
    }
  }

  /** Finishes rollouts that have already ended or were rolling back. */
  private Optional<ReleaseResult> goBack(ReleaseContent content) throws InterruptedException {
    for (RolloutSettings settings : content.settings().rollouts()) {
      Rollout state = past.states().get(settings.target().toString());
      if (state == null) {
        continue;
      }
      boolean back =
          state.phase() == Rollout.Phase.REDEPLOYING
              || !(state.outcome().orElse(new Outcome.Promoted()) instanceof Outcome.Promoted);
      if (back) {
        Stages stages =
            new NoStages() {
              @Override
              public Event.Result redeploy(String reason) throws InterruptedException {
                return redeployment.run(reason);
              }
            };
        return failure(drive(settings, stages, log(settings), driver -> driver.resume(state)));
      }
    }
    return Optional.empty();
  }

  private RolloutLog log(RolloutSettings settings) {
    return record.log(settings.target().toString());
  }

  private static Optional<ReleaseResult> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Promoted _ -> Optional.empty();
      case Outcome.Reverted(String reason) -> Optional.of(new ReleaseResult.Reverted(reason));
      case Outcome.Paused(String reason, var _) -> Optional.of(new ReleaseResult.Paused(reason));
    };
  }

  private Optional<ReleaseResult> apply(ApplySession apply, Plan plan, ReleaseContent content)
      throws InterruptedException {
    Map<InstanceAddress, DeposedKey> serving = past.earlier().serving(session.state().snapshot());
    RolloutGroups groups =
        RolloutGroups.of(plan, content.settings(), serving, past, parts.random());
    if (groups.isEmpty()) {
      return plan.isApplyable() ? ended(apply.run()) : Optional.empty();
    }
    if (!groups.resumed().isEmpty()) {
      listener.on(new ReleaseEvent.Resuming(groups.resumed()));
    }
    ApplyResult before = apply.applyBefore(groups.held());
    Optional<ReleaseResult> failure = ended(before);
    boolean changed =
        past.earlier().changedBaseline()
            || before.added() + before.changed() + before.destroyed() > 0;
    for (Group group : groups.groups()) {
      if (failure.isEmpty()) {
        failure = roll(apply, group, past.baseline(changed));
        changed |= group.replaces();
      }
    }
    return failure.isEmpty() ? ended(apply.finish()) : failure;
  }

  private Optional<ReleaseResult> roll(ApplySession apply, Group group, Baseline baseline)
      throws InterruptedException {
    Optional<ReleaseResult> failure = Optional.empty();
    if (group.start().isPresent()) {
      Rollout state = group.start().get();
      failure = roll(apply, group, driver -> driver.resume(state));
    }
    List<Slice> slices = group.start().isPresent() ? group.rest() : group.slices();
    if (failure.isPresent() || slices.isEmpty()) {
      return failure;
    }
    Baseline left = group.start().isPresent() ? past.baseline(true) : baseline;
    return roll(apply, group, driver -> driver.run(Rollout.of(group.strategy(), slices, left)));
  }

  private Optional<ReleaseResult> roll(ApplySession apply, Group group, Drive drive)
      throws InterruptedException {
    FleetStages stages =
        new FleetStages(
            apply,
            members,
            parts.clock(),
            group.settings().strategy().healthyDeadline(),
            reason -> {
              apply.abandon();
              return redeployment.run(reason);
            });
    Outcome outcome = drive(group.settings(), stages, log(group.settings()), drive);
    listener.on(new ReleaseEvent.Diagnosed(stages.diagnostics()));
    switch (outcome) {
      case Outcome.Promoted _ -> proved.addAll(group.addresses());
      case Outcome.Paused(String _, List<InstanceAddress> unhealthy) ->
          stages.keepLastWords(unhealthy);
      case Outcome.Reverted _ -> {}
    }
    tellLastWords(stages);
    return failure(outcome);
  }

  /** Runs a rollout. */
  private interface Drive {
    Outcome by(RolloutDriver driver) throws InterruptedException;
  }

  private Outcome drive(RolloutSettings settings, Stages stages, RolloutLog log, Drive drive)
      throws InterruptedException {
    RolloutDriver driver =
        new RolloutDriver(
            stages, members, settings.checks(), observer(settings.name()), parts.clock(), log);
    rolling = Optional.of(driver);
    try {
      if (cancellation.isCancelled()) {
        driver.cancel(parts.actor());
      }
      return drive.by(driver);
    } finally {
      rolling = Optional.empty();
    }
  }

  private RolloutObserver observer(String rollout) {
    return new RolloutObserver() {
      @Override
      public void stepped(Event event, Rollout before, Rollout after) {
        listener.on(new ReleaseEvent.RolloutStepped(rollout, event, before, after));
      }

      @Override
      public void doing(Effect effect, Rollout state) {
        listener.on(new ReleaseEvent.RolloutDoing(rollout, effect, state));
      }
    };
  }

  /** Checks the health of machines that an earlier release left unverified; changes nothing. */
  Optional<ReleaseResult> prove(ReleaseContent content) throws InterruptedException {
    for (RolloutSettings settings : content.settings().rollouts()) {
      List<InstanceAddress> all =
          session
              .state()
              .snapshot()
              .instances()
              .filter(address -> address.resource().equals(settings.target()))
              .filter(address -> !proved.contains(address))
              .sorted()
              .toList();
      Optional<ReleaseResult> failure = prove(settings, all);
      if (failure.isPresent()) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<ReleaseResult> prove(
      RolloutSettings settings, Collection<InstanceAddress> machines) throws InterruptedException {
    if (machines.isEmpty()) {
      return Optional.empty();
    }
    List<Slice> slices = new ArrayList<>();
    machines.forEach(address -> slices.add(Slice.fresh(address)));
    Outcome outcome =
        drive(
            settings,
            new NoStages(),
            RolloutLog.NONE,
            driver -> driver.run(Rollout.of(settings.strategy(), slices)));
    if (outcome instanceof Outcome.Promoted) {
      proved.addAll(machines);
    }
    return failure(outcome);
  }

  private void tellLastWords(FleetStages stages) {
    stages
        .lastWords()
        .forEach((address, log) -> listener.on(new ReleaseEvent.LastWords(address, log)));
  }

  private Optional<ReleaseResult> ended(ApplyResult applied) {
    listener.on(new ReleaseEvent.Diagnosed(applied.diagnostics()));
    if (applied.cancelled()) {
      return Optional.of(new ReleaseResult.Interrupted(ReleaseStage.DEPLOY, "interrupted"));
    }
    return applied.hasErrors()
        ? Optional.of(failed(firstError(applied.diagnostics())))
        : Optional.empty();
  }

  private static ReleaseResult failed(String reason) {
    return new ReleaseResult.Failed(ReleaseStage.DEPLOY, reason);
  }

  private static String firstError(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::summary)
        .findFirst()
        .orElse("");
  }
}
