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
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.fleet.FleetSlices;
import dev.ingot.release.fleet.FleetStages;
import dev.ingot.rollout.RolloutDriver;
import dev.ingot.rollout.RolloutObserver;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Applies the plan of a release, what is a fleet in waves. */
final class FleetRollout {
  private final ReleaseParts parts;
  private final StateSession session;
  private final Cancellation cancellation;
  private final ReleaseListener listener;
  private final FleetMembers members;
  private final SortedMap<InstanceAddress, DeposedKey> serving;
  private final Redeployment redeployment;
  private volatile Optional<RolloutDriver> rolling = Optional.empty();

  /** Deploys the last verified release again. */
  interface Redeployment {
    Result run(String reason) throws InterruptedException;
  }

  /**
   * @param serving the deposed objects that served before, of instances whose current object an
   *     interrupted wave has made
   */
  FleetRollout(
      ReleaseParts parts,
      StateSession session,
      Cancellation cancellation,
      ReleaseListener listener,
      SortedMap<InstanceAddress, DeposedKey> serving,
      Redeployment redeployment) {
    this.parts = parts;
    this.session = session;
    this.cancellation = cancellation;
    this.listener = listener;
    this.members = new FleetMembers(parts.fleet(), session);
    this.serving = new TreeMap<>(serving);
    this.redeployment = redeployment;
  }

  /** Applies a plan; how it failed, if it did. */
  Optional<ReleaseResult> apply(Plan plan, Providers providers, ReleaseContent content)
      throws InterruptedException {
    // A rollout that is interrupted is taken back, which the session must still be able to do.
    Cancellation ofSession = new Cancellation();
    cancellation.onCancel(
        () -> rolling.ifPresentOrElse(driver -> driver.cancel(parts.actor()), ofSession::cancel));
    dev.ingot.lang.Result<ApplySession> opened =
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
    try (ApplySession apply = opened.value().get()) {
      return apply(apply, plan, content);
    }
  }

  private Optional<ReleaseResult> apply(ApplySession apply, Plan plan, ReleaseContent content)
      throws InterruptedException {
    Map<RolloutSettings, List<Slice>> groups =
        FleetSlices.of(plan, content.settings().rollouts(), serving.keySet());
    if (groups.isEmpty()) {
      return ended(apply.run());
    }
    TreeSet<InstanceAddress> held = new TreeSet<>();
    groups.values().forEach(slices -> slices.forEach(slice -> held.add(slice.address())));
    if (!serving.isEmpty()) {
      listener.on(new ReleaseEvent.Resuming(List.copyOf(serving.keySet())));
    }
    Optional<ReleaseResult> failure = ended(apply.applyBefore(held, serving));
    for (Map.Entry<RolloutSettings, List<Slice>> group : groups.entrySet()) {
      if (failure.isEmpty()) {
        failure = roll(apply, group.getKey(), group.getValue());
      }
    }
    return failure.isEmpty() ? ended(apply.finish()) : failure;
  }

  private Optional<ReleaseResult> roll(
      ApplySession apply, RolloutSettings settings, List<Slice> slices)
      throws InterruptedException {
    FleetStages stages =
        new FleetStages(
            apply,
            members,
            reason -> {
              apply.abandon();
              return redeployment.run(reason);
            });
    Outcome outcome = drive(settings, slices, stages);
    listener.on(new ReleaseEvent.Diagnosed(stages.diagnostics()));
    return switch (outcome) {
      case Outcome.Promoted _ -> Optional.empty();
      case Outcome.Reverted(String reason) -> {
        tellLastWords(stages);
        yield Optional.of(new ReleaseResult.Reverted(reason));
      }
      case Outcome.Paused(String reason, List<InstanceAddress> unhealthy) -> {
        stages.keepLastWords(unhealthy);
        tellLastWords(stages);
        yield Optional.of(new ReleaseResult.Paused(reason));
      }
    };
  }

  private Outcome drive(RolloutSettings settings, List<Slice> slices, Stages stages)
      throws InterruptedException {
    RolloutDriver driver =
        new RolloutDriver(
            stages, members, settings.checks(), observer(settings.name()), parts.clock());
    rolling = Optional.of(driver);
    try {
      if (cancellation.isCancelled()) {
        driver.cancel(parts.actor());
      }
      return driver.run(Rollout.of(settings.strategy(), slices));
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

  /**
   * Lets the machines that an earlier release left unproved prove themselves now; changes nothing.
   */
  Optional<ReleaseResult> prove(Plan plan, ReleaseContent content) throws InterruptedException {
    Map<RolloutSettings, List<Slice>> rolled =
        FleetSlices.of(plan, content.settings().rollouts(), serving.keySet());
    for (RolloutSettings settings : content.settings().rollouts()) {
      List<Slice> slices =
          session
              .state()
              .snapshot()
              .instances()
              .filter(address -> address.resource().equals(settings.target()))
              .sorted()
              .map(address -> new Slice(address, false))
              .toList();
      if (rolled.containsKey(settings) || slices.isEmpty()) {
        continue;
      }
      if (drive(settings, slices, new NoStages()) instanceof Outcome.Paused(String reason, var _)) {
        return Optional.of(new ReleaseResult.Paused(reason));
      }
    }
    return Optional.empty();
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

  /** Stages of a rollout that only looks. */
  private static final class NoStages implements Stages {
    @Override
    public Result create(List<InstanceAddress> addresses) {
      return new Result.Done();
    }

    @Override
    public Result move(List<InstanceAddress> addresses) {
      return new Result.Done();
    }

    @Override
    public Result retire(List<InstanceAddress> addresses) {
      return new Result.Done();
    }

    @Override
    public Result takeBack(List<InstanceAddress> addresses) {
      return new Result.Done();
    }

    @Override
    public Result redeploy(String reason) {
      return new Result.Done();
    }
  }
}
