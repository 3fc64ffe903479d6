package dev.ingot.release;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ReleaseStart;
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.PlanDigest;
import dev.ingot.release.record.RecordedVariables;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.state.Change;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans and deploys a recorded release: the last stage of a release, and the whole of a rollback.
 * If the process dies, the same request resumes the release from its record; a different request
 * starts from the machines that the record describes.
 */
final class Deployment {
  private final ReleaseParts parts;
  private final ReleaseRecorder recorder;
  private final String stack;
  private final StateSession session;
  private final Cancellation cancellation;
  private final ReleaseListener listener;
  private final Restoration restoration;
  private final long within;

  /**
   * @param stack the name releases are recorded under
   * @param session the state, locked
   * @param restoration makes the content of earlier releases
   * @param within the number of the release this one brings back from; 0 if it stands alone
   */
  Deployment(
      ReleaseParts parts,
      String stack,
      StateSession session,
      Cancellation cancellation,
      ReleaseListener listener,
      Restoration restoration,
      long within) {
    this.parts = parts;
    this.recorder = new ReleaseRecorder(parts.ledger(), stack, parts.actor());
    this.stack = stack;
    this.session = session;
    this.cancellation = cancellation;
    this.listener = listener;
    this.restoration = restoration;
    this.within = within;
  }

  /** Deploys. */
  ReleaseResult run(ReleaseContent content) throws IOException, InterruptedException {
    Unsettled unsettled = Unsettled.of(recorder, parts.ledger(), within);
    EarlierRollouts earlier = unsettled.rollouts();
    unsettled.damage().ifPresent(this::damaged);
    Providers providers = parts.providers().holding(content.held());
    diagnosed(
        Recovery.settle(
            session, content.configuration(), content.variables(), providers, parts.setting()));
    session.apply(earlier.restoring(session.state().snapshot()));
    Planner.Result planned = planned(content, providers);
    List<Change> returning =
        planned
            .plan()
            .map(plan -> earlier.returning(plan, session.state().snapshot(), parts.random()))
            .orElse(List.of());
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
    return decided(planned.plan().get(), content, providers, unsettled, earlier);
  }

  private ReleaseResult decided(
      Plan plan,
      ReleaseContent content,
      Providers providers,
      Unsettled unsettled,
      EarlierRollouts earlier)
      throws IOException, InterruptedException {
    Optional<Release> same =
        unsettled
            .same(content, ImagesInUse.in(plan.prior()), recorder)
            .filter(
                release ->
                    unsettled.rollouts(release.id()).values().stream()
                        .allMatch(rollout -> ResumedRollout.fits(rollout, plan)));
    boolean unproved =
        unsettled.releases().stream().anyMatch(release -> !same.equals(Optional.of(release)));
    boolean unchanged = !plan.isApplyable() && same.isEmpty();
    if (plan.isApplyable()) {
      listener.on(
          new ReleaseEvent.Planned(plan, ImageChanges.of(plan, parts.fleet(), parts.registry())));
    } else {
      listener.on(new ReleaseEvent.NoChanges(unproved || same.isPresent()));
    }
    if (unchanged && !unproved) {
      return new ReleaseResult.Unchanged(Optional.of(deployed()));
    }
    recorder.closeInterrupted(
        same.map(release -> unsettled.before(release.id())).orElse(unsettled.releases()));
    ReleaseId release = same.map(Release::id).orElseGet(() -> started(content, plan));
    Map<String, Rollout> states = same.map(one -> unsettled.rollouts(one.id())).orElse(Map.of());
    FleetRollout rollout =
        new FleetRollout(
            parts,
            session,
            cancellation,
            listener,
            new FleetRollout.Past(
                earlier, states, recorder.lastVerified().isPresent(), plan.schemas().values()),
            RolloutRecord.of(parts.ledger(), release, parts.actor()),
            new Redeployment(recorder, listener, restoration, release, this::nested));
    // An exception leaves the release open: the next process resumes it.
    Optional<ReleaseResult> failure = rollout.apply(plan, providers, content);
    if (failure.isEmpty() && unproved) {
      failure = rollout.prove(content);
    }
    ReleaseResult result = failure.orElseGet(() -> new ReleaseResult.Verified(deployed()));
    if (result instanceof ReleaseResult.Reverted(String reason)) {
      restoration.pointChannelsBack(release, reason);
    }
    finish(release, result);
    return result;
  }

  private ReleaseResult nested(ReleaseContent content, ReleaseId failed)
      throws IOException, InterruptedException {
    // What asked the failed release to stop does not ask the way back to stop.
    return new Deployment(
            parts, stack, session, new Cancellation(), listener, restoration, failed.number())
        .run(content);
  }

  private void damaged(Unsettled.Damage damage) {
    diagnosed(
        List.of(
            Diagnostic.warning(
                "Damaged record of a rollout",
                "The record of release "
                    + damage.release().number()
                    + " in "
                    + parts.ledger().file()
                    + " is damaged: "
                    + damage.why()
                    + ". Which machines served before its rollout is unknown, so none is"
                    + " destroyed until the current ones are healthy.")));
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

  private void diagnosed(List<Diagnostic> diagnostics) {
    listener.on(new ReleaseEvent.Diagnosed(diagnostics));
  }
}
