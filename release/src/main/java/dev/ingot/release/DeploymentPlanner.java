package dev.ingot.release;

import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.deploy.operation.state.Protection;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.release.policy.ChangesInPlace;
import dev.ingot.release.policy.Policy;
import dev.ingot.state.Change;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans the deployment of a release. Where the plan doesn't keep the machines of interrupted
 * rollouts, the machines that served before are made current again first.
 */
final class DeploymentPlanner {
  private final ReleaseParts parts;
  private final StateSession session;
  private final ReleaseListener listener;
  private final Cancellation cancellation;

  DeploymentPlanner(
      ReleaseParts parts,
      StateSession session,
      ReleaseListener listener,
      Cancellation cancellation) {
    this.parts = parts;
    this.session = session;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Plans. Changes only the state. */
  Planner.Result run(ReleaseContent content, Providers providers, EarlierRollouts earlier) {
    Recovery.Settled settled =
        Recovery.settle(
            session, content.configuration(), content.variables(), providers, parts.setting());
    listener.on(new ReleaseEvent.Diagnosed(settled.diagnostics()));
    settled.shown(session);
    session.apply(earlier.restoring(session.state().snapshot()));
    protect(content.settings().policy());
    Planner.Result planned = plan(content, providers);
    if (planned.hasErrors() || planned.plan().isEmpty()) {
      return planned;
    }
    List<Change> returning =
        earlier.returning(planned.plan().get(), session.state().snapshot(), parts.random());
    if (returning.isEmpty()) {
      return planned;
    }
    session.apply(returning);
    return plan(content, providers);
  }

  /** Writes down what the stack protects from now on; only a person ends that. */
  private void protect(Policy policy) {
    State state = session.state().snapshot();
    Protection before = Protection.of(state);
    Protection after = before.with(policy.kept());
    if (!after.equals(before)) {
      session.replace(after.in(state));
    }
  }

  /** Plans, and judges machines that would change in place. */
  private Planner.Result plan(ReleaseContent content, Providers providers) {
    Planner.Result planned = planned(content, providers);
    List<Diagnostic> judged =
        planned
            .plan()
            .map(plan -> ChangesInPlace.judge(plan, policy(content), content.settings().rollouts()))
            .orElse(List.of());
    List<Diagnostic> all = new ArrayList<>(planned.diagnostics());
    all.addAll(judged);
    return new Planner.Result(planned.plan(), all, planned.assertions());
  }

  /** What would be refused on the way there is not refused on the way back. */
  private static Policy policy(ReleaseContent content) {
    Policy policy = content.settings().policy();
    return content.rollbackOf().isPresent() ? policy.lenient() : policy;
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
}
