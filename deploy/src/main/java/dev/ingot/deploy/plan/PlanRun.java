package dev.ingot.deploy.plan;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.evaluation.DiagnosticOrder;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.ProviderPool;
import dev.ingot.deploy.evaluation.Setting;
import dev.ingot.deploy.evaluation.Throttle;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Graph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ProviderAddress;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Makes one plan. */
public final class PlanRun {
  private final ProviderPool pool;
  private final Setting setting;
  private final ReferenceGraph references;
  private final Observer observer;
  private final Cancellation cancellation;

  /** For one configuration. */
  public PlanRun(
      ProviderPool pool,
      Setting setting,
      ReferenceGraph references,
      Observer observer,
      Cancellation cancellation) {
    this.pool = pool;
    this.setting = setting;
    this.references = references;
    this.observer = observer;
    this.cancellation = cancellation;
  }

  /** Makes the plan; errored where errors were reported. */
  public Plan run(
      Configuration configuration,
      Map<String, Value> variables,
      State stored,
      PlanOptions options,
      Diagnostics diagnostics) {
    Throttle throttle = new Throttle(setting.parallelism());
    World world = new World(World.Purpose.PLAN, setting, references.root());
    Moves.Result moves = new Moves(references).apply(stored, diagnostics);
    var requests = new dev.ingot.provider.Cancellation();
    TargetCoverage.check(options, moves.previous(), diagnostics);
    Imports imports = new Imports(references, world, diagnostics);
    PlanContext context =
        new PlanContext(
            options,
            references,
            world,
            pool,
            throttle,
            observer,
            CallContext.cancelledBy(requests),
            moves.state(),
            moves.previous(),
            imports);
    boolean errors = diagnostics.hasErrors();
    if (!errors) {
      try (var _ = cancellation.onCancel(requests::request)) {
        Graph<Node> graph = Targeting.restrict(references.graph(), options);
        new PlanWalk(context, new Objects(world, variables)).run(graph, cancellation);
        new OrphanPlanner(context).plan();
      }
      if (cancellation.isCancelled()) {
        diagnostics.add(
            Diagnostic.error(
                "Planning was interrupted", "Nothing was changed. Run the command again."));
      }
      ReplaceCoverage.check(options, world, context.diagnostics);
      diagnostics.addAll(DiagnosticOrder.sorted(context.diagnostics.list()));
      errors = diagnostics.hasErrors();
    }
    warnOfTargets(options, diagnostics);
    State prior = PriorState.with(moves.state(), context.refreshed(), context::refreshedProvider);
    return new Plan(
        options,
        context.changes(),
        context.drift(),
        OutputPlanner.changes(stored, world.root(), options.mode() == PlanMode.DESTROY, errors),
        new TreeMap<>(variables),
        stored,
        prior,
        configuration,
        schemas(),
        context.checks.results(),
        errors,
        setting.clock().instant(),
        setting.workspace());
  }

  private static void warnOfTargets(PlanOptions options, Diagnostics diagnostics) {
    if (!options.targets().isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Resource targeting is in effect",
              "You are creating a plan with the -target option, which means that the result of this"
                  + " plan may not represent all of the changes requested by the current"
                  + " configuration.\n\nThe -target option is not for routine use, and is provided"
                  + " only for exceptional situations such as recovering from errors or mistakes,"
                  + " or when Ingot specifically suggests to use it as part of an error"
                  + " message."));
    }
  }

  private Map<ProviderAddress, ProviderSchema> schemas() {
    Map<ProviderAddress, ProviderSchema> found = new HashMap<>();
    for (ProviderAddress address : references.providers()) {
      pool.find(address).ifPresent(schema -> found.put(address, schema));
    }
    return found;
  }
}
