package dev.ingot.deploy.apply;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.ephemeral.EphemeralNeeds;
import dev.ingot.deploy.evaluation.DiagnosticOrder;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.plan.TargetFilter;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Graph;
import dev.ingot.graph.Outcome;
import dev.ingot.graph.Verdict;
import dev.ingot.graph.WalkResult;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.Change;
import dev.ingot.state.OutputState;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;

/** One plan being applied. */
public final class ApplyRun implements AutoCloseable {
  // Waiting for the disk must not keep others from writing: they share one write.
  private static final int WORKERS = 256;

  private final ApplyContext context;
  private final ProviderPool pool;
  private final StepRunner runner;
  private final InstanceApplier applier;
  private final Destroyer destroyer;
  private final Cancellation.Registration stopping;
  private Optional<Graph<Step>> steps = Optional.empty();
  private Optional<StagedApply> stages = Optional.empty();
  private int reported;
  private boolean begun;

  private ApplyRun(ApplyContext context, ProviderPool pool) {
    this.context = context;
    this.pool = pool;
    this.applier = new InstanceApplier(context);
    this.destroyer = new Destroyer(context);
    this.runner =
        new StepRunner(
            context,
            new Objects(
                context.world,
                context.plan.variables(),
                context.checks,
                context.plan.options().mode() == PlanMode.DESTROY
                    ? Objects.Rules.NONE
                    : Objects.Rules.ALL),
            applier,
            destroyer);
    this.stopping = context.cancellation.onCancel(pool::stop);
  }

  /** Opens a plan. */
  public static Result<ApplyRun> open(ApplyRequest request) {
    Plan plan = request.plan();
    StateSession session = request.state();
    Setting setting = request.setting();
    Optional<Diagnostic> refusal = plan.refusal(session.state());
    if (refusal.isPresent()) {
      return Result.failed(List.of(refusal.get()));
    }
    ProviderPool pool =
        new ProviderPool(
            request.providers(),
            setting.parallelism(),
            request.cancellation(),
            plan.configuration().substitutes());
    Diagnostics diagnostics = new Diagnostics();
    Optional<ReferenceGraph> references =
        ReferenceGraph.build(plan.configuration().root(), pool, diagnostics);
    if (references.isEmpty() || diagnostics.hasErrors()) {
      pool.close();
      return Result.failed(diagnostics.list());
    }
    ApplyContext context =
        new ApplyContext(
            request,
            references.get(),
            new World(
                World.Purpose.APPLY,
                setting,
                references.get().root(),
                pool.functions(setting.functions())),
            pool);
    return Result.of(new ApplyRun(context, pool), diagnostics.list());
  }

  /** Applies everything. */
  public ApplyResult run() {
    if (!begin()) {
      return result();
    }
    context.pipeline();
    boolean complete = !context.plan.hasActions() || walk(heldOpen(graph())).complete();
    complete &= context.saved();
    end(complete);
    return result();
  }

  /** The stages. */
  public StagedApply stages() {
    if (stages.isEmpty()) {
      stages = Optional.of(new StagedApply(this, context, runner, applier, destroyer));
    }
    return stages.get();
  }

  /**
   * The current object of an instance as its provider reports it now; empty if it can't be read,
   * null if it is gone.
   */
  public Optional<Value> refreshed(InstanceAddress address) {
    return new PresentObjects(context, runner).read(address);
  }

  /** The outputs of the root module as they are now; those not known yet as they were. */
  public SortedMap<String, OutputState> outputs() {
    return Commitment.present(context);
  }

  /** Writes down what planning found; whether that worked. Does so once. */
  boolean begin() {
    if (begun) {
      return true;
    }
    begun = true;
    List<Change> found = Commitment.refreshed(context.plan.stored(), context.plan.prior());
    try {
      importing(Event.ImportStart::new);
      if (!found.isEmpty()) {
        context.session.apply(found);
      }
      importing(Event.ImportComplete::new);
      return true;
    } catch (StateException e) {
      context.diagnostics.add(SaveProblems.of(e));
      return false;
    }
  }

  private void importing(BiFunction<InstanceAddress, ImportKey, Event> event) {
    for (ResourceChange change : context.plan.changes()) {
      change.importKey().ifPresent(key -> context.observer.on(event.apply(change.address(), key)));
    }
  }

  Graph<Step> graph() {
    if (steps.isEmpty()) {
      Graph<Node> targeted =
          TargetFilter.restrict(context.references.graph(), context.plan.options());
      Set<Node> nodes = StepGraph.relevant(context, new HashSet<>(targeted.nodes()));
      steps = Optional.of(StepGraph.build(context, nodes));
    }
    return steps.get();
  }

  WalkResult<Step> walk(Graph<Step> graph) {
    WalkResult<Step> result =
        graph.walk(context.workers(WORKERS), context.cancellation, this::runUntilDone);
    check(result);
    return result;
  }

  private Verdict runUntilDone(Step step) {
    try {
      return runner.run(step);
    } finally {
      context.ephemeral.done(step);
    }
  }

  /** Keeps ephemeral resources open until the last of these steps that needs them. */
  private Graph<Step> heldOpen(Graph<Step> graph) {
    EphemeralNeeds needs = EphemeralNeeds.of(context.references.graph());
    if (needs.any()) {
      for (Step step : graph.nodes()) {
        runner.subject(step).ifPresent(node -> context.ephemeral.use(step, node, needs));
      }
    }
    return graph;
  }

  /** Passes on what steps threw: mistakes of this program. */
  void check(WalkResult<Step> result) {
    for (Step failed : result.failed()) {
      if (result.outcome(failed) instanceof Outcome.Failed<Step>(Optional<Exception> cause)
          && cause.isPresent()) {
        throw new IllegalStateException("step " + failed, cause.get());
      }
    }
  }

  /** Closes what is still open, sets the outputs and saves the state. */
  void end(boolean complete) {
    context.ephemeral.closeAll();
    try {
      Commitment.outputs(context, complete)
          .ifPresent(outputs -> context.session.apply(List.of(outputs)));
      context.session.apply(Commitment.forgottenData(context, complete));
      Commitment.checks(context).ifPresent(checks -> context.session.apply(List.of(checks)));
      context.session.commit();
    } catch (StateException e) {
      context.diagnostics.add(SaveProblems.of(e));
    }
    if (context.plan.options().isPartial()) {
      context.diagnostics.add(
          Diagnostic.warning(
              "Applied changes may be incomplete",
              Phrase.of(
                  "The plan was created with the -target option in effect, so some changes"
                      + " requested in the configuration may have been ignored and the output"
                      + " values may not be fully updated. Run the following command to verify that"
                      + " no other changes are pending:\n"
                      + "    ingot plan\n"
                      + "\n"
                      + "Note that the -target option is not suitable for routine use, and is"
                      + " provided only for exceptional situations such as recovering from errors"
                      + " or mistakes, or when Ingot specifically suggests to use it as part of an"
                      + " error message.")));
    }
    if (context.cancellation.isCancelled() && !complete) {
      context.diagnostics.add(
          Diagnostic.error(
              "Execution halted",
              "Applying was interrupted; changes in progress were completed. All completed"
                  + " changes are in the state: run the command again for the rest."));
    }
  }

  /** What is to be said since the last time. */
  ApplyResult result() {
    List<Diagnostic> all = context.diagnostics.list();
    List<Diagnostic> fresh = all.subList(reported, all.size());
    reported = all.size();
    return new ApplyResult(
        DiagnosticOrder.sorted(fresh),
        context.tally.added(),
        context.tally.changed(),
        context.tally.destroyed(),
        context.cancellation.isCancelled(),
        context.checks.results());
  }

  @Override
  public void close() {
    stopping.close();
    context.ephemeral.closeAll();
    context.close();
    pool.close();
  }
}
