package dev.ingot.release;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ReleaseStart;
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.UnfinishedWaves;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.PlanDigest;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.state.Change;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plans a release, decides what is to be done, and does it as a recorded release: the last stage of
 * the way, and all of the way back.
 */
final class Deployment {
  private final ReleaseParts parts;
  private final ReleaseRecorder recorder;
  private final String stack;
  private final StateSession session;
  private final Cancellation cancellation;
  private final ReleaseListener listener;
  private final Restoration restoration;

  /**
   * @param stack the name releases are recorded under
   * @param session the state, locked
   * @param restoration makes the content of earlier releases
   */
  Deployment(
      ReleaseParts parts,
      String stack,
      StateSession session,
      Cancellation cancellation,
      ReleaseListener listener,
      Restoration restoration) {
    this.parts = parts;
    this.recorder = new ReleaseRecorder(parts.ledger(), stack, parts.actor());
    this.stack = stack;
    this.session = session;
    this.cancellation = cancellation;
    this.listener = listener;
    this.restoration = restoration;
  }

  /** Deploys. */
  ReleaseResult run(ReleaseContent content) throws IOException, InterruptedException {
    boolean unproved = recorder.lastFailed();
    Providers providers = parts.providers().holding(content.held());
    UnfinishedWaves unfinished =
        new UnfinishedWaves(
            session,
            content.settings().rollouts().stream()
                .map(RolloutSettings::target)
                .collect(Collectors.toSet()));
    diagnosed(
        Recovery.settle(
            session, content.configuration(), content.variables(), providers, parts.setting()));
    session.apply(unfinished.restoring());
    Planner.Result planned = planned(content, providers);
    List<Change> returning =
        planned.plan().map(plan -> unfinished.returning(plan, parts.random())).orElse(List.of());
    if (!planned.hasErrors() && !returning.isEmpty()) {
      session.apply(returning);
      planned = planned(content, providers);
    }
    if (cancellation.isCancelled()) {
      return new ReleaseResult.Interrupted(
          ReleaseStage.DEPLOY, "nothing of the deployment was changed");
    }
    diagnosed(planned.diagnostics());
    if (planned.hasErrors() || planned.plan().isEmpty()) {
      return new ReleaseResult.Failed(ReleaseStage.DEPLOY, "the plan has errors");
    }
    Plan plan = planned.plan().get();
    if (!plan.isApplyable()) {
      listener.on(new ReleaseEvent.NoChanges(unproved));
      if (!unproved) {
        return new ReleaseResult.Unchanged(Optional.of(deployed()));
      }
    } else {
      listener.on(
          new ReleaseEvent.Planned(plan, ImageChanges.of(plan, parts.fleet(), parts.registry())));
    }
    ReleaseId release = started(content, plan);
    ReleaseResult result = new ReleaseResult.Failed(ReleaseStage.DEPLOY, "it ended early");
    try {
      FleetRollout rollout =
          new FleetRollout(
              parts,
              session,
              cancellation,
              listener,
              unfinished.serving(plan),
              redeployment(release));
      Optional<ReleaseResult> failure =
          plan.isApplyable() ? rollout.apply(plan, providers, content) : Optional.empty();
      if (failure.isEmpty() && unproved) {
        failure = rollout.prove(plan, content);
      }
      result = failure.orElseGet(() -> new ReleaseResult.Verified(deployed()));
      if (result instanceof ReleaseResult.Reverted(String reason)) {
        restoration.pointChannelsBack(release, reason);
      }
      return result;
    } finally {
      finish(release, result);
    }
  }

  private Planner.Result planned(ReleaseContent content, Providers providers) {
    return new Planner(providers, parts.setting())
        .plan(
            content.configuration(),
            content.variables(),
            session.state().snapshot(),
            content.options(),
            event -> {},
            cancellation);
  }

  private ReleaseResult.Deployed deployed() {
    return new ReleaseResult.Deployed(
        session.state().outputs(), ImagesInUse.in(session.state().snapshot()));
  }

  private ReleaseId started(ReleaseContent content, Plan plan) {
    return recorder.start(
        new ReleaseStart(
            parts.actor(),
            stack,
            content.configuration().digest(),
            RecordedVariables.recorded(content.configuration(), content.variables()),
            ImagesInUse.in(plan.prior()),
            PlanDigest.of(plan),
            content.rollbackOf(),
            content.message()),
        content.archive());
  }

  private void finish(ReleaseId id, ReleaseResult result) {
    switch (result) {
      case ReleaseResult.Verified _, ReleaseResult.Unchanged _ ->
          recorder.finish(id, ReleaseOutcome.VERIFIED, "");
      case ReleaseResult.Reverted(String reason) ->
          recorder.finish(id, ReleaseOutcome.REVERTED, reason);
      case ReleaseResult.Paused(String reason) ->
          recorder.finish(id, ReleaseOutcome.FAILED, reason);
      case ReleaseResult.Failed(var _, String reason) ->
          recorder.finish(id, ReleaseOutcome.FAILED, reason);
      case ReleaseResult.Interrupted(var _, String reason) ->
          recorder.finish(id, ReleaseOutcome.FAILED, reason);
    }
  }

  private FleetRollout.Redeployment redeployment(ReleaseId failed) {
    return reason -> {
      Optional<Release> last = recorder.lastVerified();
      if (last.isEmpty()) {
        return new Result.Failed("no release has been verified yet");
      }
      try {
        Optional<ReleaseContent> content = restoration.content(last.get());
        long number = last.get().id().number();
        if (content.isEmpty()) {
          return new Result.Failed("release " + number + " kept no configuration");
        }
        listener.on(new ReleaseEvent.Redeploying(number, failed, reason));
        // What asked this release to stop does not ask the way back to stop.
        ReleaseResult result =
            new Deployment(parts, stack, session, new Cancellation(), listener, restoration)
                .run(content.get());
        return switch (result) {
          case ReleaseResult.Verified _, ReleaseResult.Unchanged _ -> new Result.Done();
          case ReleaseResult.Reverted(String why) -> new Result.Failed(why);
          case ReleaseResult.Paused(String why) -> new Result.Failed(why);
          case ReleaseResult.Failed(var _, String why) -> new Result.Failed(why);
          case ReleaseResult.Interrupted(var _, String why) -> new Result.Failed(why);
        };
      } catch (IOException e) {
        return new Result.Failed(String.valueOf(e.getMessage()));
      }
    };
  }

  private void diagnosed(List<dev.ingot.lang.Diagnostic> diagnostics) {
    listener.on(new ReleaseEvent.Diagnosed(diagnostics));
  }
}
