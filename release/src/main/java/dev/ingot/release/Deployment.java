package dev.ingot.release;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.release.fleet.FleetMembers;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.RolloutRecord;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Rollout;
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

  /** Deploys. On the way back nobody is asked, and nothing watched for long. */
  ReleaseResult run(ReleaseContent given) throws IOException, InterruptedException {
    ReleaseContent content =
        given.rollbackOf().isPresent() ? given.with(given.settings().unattended()) : given;
    Unsettled unsettled = Unsettled.of(recorder, parts.ledger(), within);
    KeptMachines kept = KeptMachines.of(recorder, parts.ledger(), session.state().snapshot());
    EarlierRollouts earlier =
        unsettled.rollouts(
            kept, content.rollbackOf().isPresent() && content.rollbackOf().equals(kept.origin()));
    unsettled
        .damage()
        .ifPresent(damage -> diagnosed(List.of(damage.warning(parts.ledger().file()))));
    Providers providers = parts.providers().holding(content.held());
    Planner.Result planned =
        new DeploymentPlanner(parts, session, listener, cancellation)
            .run(content, providers, earlier);
    if (cancellation.isCancelled()) {
      return new ReleaseResult.Interrupted(
          ReleaseStage.DEPLOY, "nothing of the deployment was changed");
    }
    diagnosed(planned.diagnostics());
    if (planned.hasErrors() || planned.plan().isEmpty()) {
      return new ReleaseResult.Failed(ReleaseStage.DEPLOY, "the plan has errors");
    }
    Plan plan = planned.plan().get();
    Handover handover = Handover.of(plan, content.settings(), parts.fleet());
    diagnosed(handover.notes());
    return decided(plan, content.with(handover.settings()), providers, unsettled, earlier, kept);
  }

  private ReleaseResult decided(
      Plan plan,
      ReleaseContent content,
      Providers providers,
      Unsettled unsettled,
      EarlierRollouts earlier,
      KeptMachines kept)
      throws IOException, InterruptedException {
    Optional<Release> same =
        unsettled
            .same(content, ImagesInUse.in(plan.prior()), recorder)
            .filter(release -> fits(unsettled.rollouts(release.id()), plan));
    boolean unproved =
        unsettled.releases().stream().anyMatch(release -> !same.equals(Optional.of(release)));
    boolean waits =
        !unproved
            && same.isEmpty()
            && kept.until().filter(parts.time().instant()::isBefore).isPresent()
            && kept.isAllThatEnds(plan);
    if (waits) {
      listener.on(new ReleaseEvent.NoChanges(false));
      listener.on(new ReleaseEvent.Kept(kept.until().orElseThrow()));
    } else if (plan.isApplyable()) {
      listener.on(
          new ReleaseEvent.Planned(plan, ImageChanges.of(plan, parts.fleet(), parts.registry())));
    } else {
      listener.on(new ReleaseEvent.NoChanges(unproved || same.isPresent()));
    }
    FleetMembers members =
        new FleetMembers(
            parts.fleet(),
            parts.resources(),
            session,
            plan.schemas().values(),
            content.settings().verify(),
            parts.time());
    if (content.resumes().isPresent() && !content.resumes().equals(same.map(Release::id))) {
      return new ReleaseResult.Failed(
          ReleaseStage.DEPLOY,
          "release "
              + content.resumes().get().number()
              + " can't go on: its machines, images or variables were changed in the meantime."
              + " The decision is recorded; to deploy what the folder describes: ingot up; to"
              + " return to the last verified release: ingot rollback");
    }
    if (waits || (!plan.isApplyable() && same.isEmpty() && !unproved)) {
      return new UserReach(parts, members, listener, cancellation)
          .run(content.settings().rollouts())
          .orElseGet(() -> new ReleaseResult.Unchanged(Optional.of(deployed())));
    }
    if (same.isEmpty() && content.rollbackOf().isEmpty()) {
      Diagnostics found = new Diagnostics();
      new SettingsCheck(content.settings(), unproved ? Optional.empty() : verified())
          .rollouts(plan, members, parts.time(), found);
      diagnosed(found.list());
      if (found.hasErrors()) {
        return new ReleaseResult.Failed(
            ReleaseStage.DEPLOY, "the settings of a rollout have errors; nothing was changed");
      }
    }
    recorder.closeInterrupted(
        same.map(release -> unsettled.before(release.id())).orElse(unsettled.releases()));
    ReleaseId release =
        same.map(Release::id)
            .orElseGet(
                () ->
                    recorder.start(
                        content.start(parts.actor(), stack, plan),
                        content.archive(),
                        ImagesInUse.names(plan.prior())));
    RolloutHistory history =
        new RolloutHistory(
            earlier,
            within == 0
                ? earlier
                : Unsettled.of(recorder, parts.ledger(), within - 1).rollouts(kept, false),
            same.map(one -> unsettled.rollouts(one.id())).orElse(Map.of()),
            recorder.lastVerified().isPresent());
    // An exception leaves the release open: the next process resumes it.
    Optional<ReleaseResult> failure =
        deploy(plan, content, providers, history, release, members, unproved);
    ReleaseResult result = failure.orElseGet(() -> new ReleaseResult.Verified(deployed()));
    if (result instanceof ReleaseResult.Waiting) {
      // The release stays open until somebody has decided.
      return result;
    }
    if (result instanceof ReleaseResult.Reverted(String reason)) {
      restoration.pointChannelsBack(release, reason);
    }
    recorder.finish(release, result.outcome(), result.reason());
    return result;
  }

  /** The settings with which the machines of today were verified. */
  private Optional<StackSettings> verified() throws IOException {
    Optional<Release> last = recorder.lastVerified();
    return last.isEmpty() ? Optional.empty() : restoration.settings(last.get());
  }

  private static boolean fits(Map<String, Rollout> rollouts, Plan plan) {
    return rollouts.values().stream().allMatch(rollout -> ResumedRollout.fits(rollout, plan));
  }

  private Optional<ReleaseResult> deploy(
      Plan plan,
      ReleaseContent content,
      Providers providers,
      RolloutHistory history,
      ReleaseId release,
      FleetMembers members,
      boolean unproved)
      throws InterruptedException {
    List<RolloutSettings> rollouts = content.settings().rollouts();
    RolloutRecord record = RolloutRecord.of(parts.ledger(), release, parts.actor());
    RolloutRunner runner = new RolloutRunner(parts, members, listener, cancellation);
    Redeployment redeployment =
        new Redeployment(
            recorder,
            new UsableImages(parts.registry()),
            listener,
            restoration,
            release,
            within,
            this::nested);
    UnreachedReversal reversal =
        new UnreachedReversal(parts, history, record, runner, redeployment);
    FleetRollout rollout =
        new FleetRollout(parts, listener, members, history, record, runner, redeployment);
    Optional<ReleaseResult> failure = reversal.resume(rollouts);
    if (failure.isEmpty()) {
      failure =
          new PlanApplication(parts, session, cancellation, listener, history, runner, rollout)
              .run(
                  plan,
                  providers,
                  content,
                  members,
                  () ->
                      unproved
                          ? new HealthProof(session, runner).run(rollouts, rollout.proved())
                          : Optional.empty());
    }
    return failure.isPresent() ? failure : reached(members, rollouts, reversal);
  }

  private Optional<ReleaseResult> reached(
      FleetMembers members, List<RolloutSettings> rollouts, UnreachedReversal reversal)
      throws InterruptedException {
    Optional<ReleaseResult> unreached =
        new UserReach(parts, members, listener, cancellation).run(rollouts);
    // A redeployment that users don't reach either leaves it to the release that it is part of.
    return within == 0 && unreached.orElse(null) instanceof ReleaseResult.Failed failed
        ? reversal.run(rollouts, session.state().snapshot(), failed.reason()).or(() -> unreached)
        : unreached;
  }

  private ReleaseResult nested(ReleaseContent content, ReleaseId failed)
      throws IOException, InterruptedException {
    // What asked the failed release to stop does not ask the way back to stop.
    return new Deployment(
            parts, stack, session, new Cancellation(), listener, restoration, failed.number())
        .run(content);
  }

  private ReleaseResult.Deployed deployed() {
    return new ReleaseResult.Deployed(
        session.state().outputs(), ImagesInUse.in(session.state().snapshot()));
  }

  private void diagnosed(List<Diagnostic> diagnostics) {
    listener.on(new ReleaseEvent.Diagnosed(diagnostics));
  }
}
