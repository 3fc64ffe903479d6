package dev.ingot.release;

import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.provider.Providers;
import dev.ingot.release.fleet.EarlierRollouts;
import dev.ingot.state.Change;
import dev.ingot.state.StateSession;
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

  private Planner.Result plan(ReleaseContent content, Providers providers) {
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
