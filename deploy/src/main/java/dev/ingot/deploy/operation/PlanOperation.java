package dev.ingot.deploy.operation;

import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.Setting;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.provider.Providers;
import dev.ingot.state.StateSession;
import java.util.List;
import java.util.Optional;

/** Makes a plan for a state, after settling what an earlier run left open. */
public final class PlanOperation {
  private final Providers providers;
  private final Setting setting;
  private final Observer observer;
  private final Cancellation cancellation;

  /**
   * @param observer receives reads and refreshes
   * @param cancellation asks to stop; the plan is errored then
   */
  public PlanOperation(
      Providers providers, Setting setting, Observer observer, Cancellation cancellation) {
    this.providers = providers;
    this.setting = setting;
    this.observer = observer;
    this.cancellation = cancellation;
  }

  /**
   * The result of planning.
   *
   * @param plan empty where the configuration could not be worked with
   * @param diagnostics what is to be shown
   * @param assertions those of them that come from check blocks; applying looks at them again
   * @param settled what an earlier run left open; {@link Recovery.Settled#shown} is to be called
   *     once the diagnostics have been shown
   */
  public record Planned(
      Optional<Plan> plan,
      List<Diagnostic> diagnostics,
      List<Diagnostic> assertions,
      Recovery.Settled settled) {
    /** What is still to be shown when the plan is applied at once. */
    public List<Diagnostic> remaining() {
      return plan.map(Plan::hasActions).orElse(false)
          ? diagnostics.stream().filter(each -> !assertions.contains(each)).toList()
          : diagnostics;
    }

    /** Whether the plan must not be applied. */
    public boolean failed() {
      return plan.isEmpty() || Diagnostic.anyError(diagnostics);
    }
  }

  /** Makes the plan; the state is changed only by what is settled. */
  public Planned plan(Preparation.Ready prepared, StateSession session, PlanOptions options) {
    Recovery.Settled settled =
        Recovery.settle(
            session, prepared.configuration(), prepared.variables().values(), providers, setting);
    Planner.Result result =
        new Planner(providers, setting.with(prepared.variables().known()))
            .plan(
                prepared.configuration(),
                prepared.variables().values(),
                session.state().snapshot(),
                options,
                observer,
                cancellation);
    Diagnostics all = new Diagnostics();
    // Values that don't fit are found again where they are evaluated.
    prepared.diagnostics().stream()
        .filter(each -> !prepared.variables().misfits().containsValue(each))
        .forEach(all::add);
    all.addAll(StateProblems.notices(session.notices()));
    all.addAll(settled.diagnostics());
    all.addAll(result.diagnostics());
    Optional<Plan> plan = result.plan().map(found -> found.givenAs(prepared.variables().given()));
    return new Planned(plan, all.list(), result.assertions(), settled);
  }
}
