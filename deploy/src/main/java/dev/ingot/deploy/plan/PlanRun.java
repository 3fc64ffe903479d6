package dev.ingot.deploy.plan;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.evaluation.DiagnosticOrder;
import dev.ingot.deploy.evaluation.Objects;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Graph;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /**
   * Makes the plan; errored where errors were reported, and empty where the moves in the
   * configuration can't be made, so that nothing can be said of what would change.
   *
   * @param assertions receives what check blocks say, which the diagnostics hold, too
   */
  public Optional<Plan> run(
      Configuration configuration,
      Map<String, Value> variables,
      State stored,
      PlanOptions options,
      Diagnostics diagnostics,
      Diagnostics assertions) {
    return run(configuration, variables, stored, options, false, diagnostics, assertions);
  }

  /**
   * Imports what the import blocks of a configuration ask for, and evaluates the rest without
   * planning anything. What other resources demand is only warned of. Rules: the recorded behaviour
   * of the {@code import} command of Terraform 1.11.
   */
  public Optional<Plan> imports(
      Configuration configuration,
      Map<String, Value> variables,
      State stored,
      Diagnostics diagnostics) {
    PlanOptions options = new PlanOptions(PlanMode.REFRESH_ONLY, false, List.of(), List.of());
    return run(configuration, variables, stored, options, true, diagnostics, new Diagnostics());
  }

  private Optional<Plan> run(
      Configuration configuration,
      Map<String, Value> variables,
      State stored,
      PlanOptions options,
      boolean importing,
      Diagnostics diagnostics,
      Diagnostics assertions) {
    if (!options.replace().isEmpty() && options.mode() != PlanMode.NORMAL) {
      diagnostics.add(
          Diagnostic.error(
              "Unsupported plan mode",
              "Forcing resource instance replacement (with -replace=...) is allowed only in normal"
                  + " planning mode."));
      return Optional.empty();
    }
    World world =
        new World(
            World.Purpose.PLAN, setting, references.root(), pool.functions(setting.functions()));
    Diagnostics misplaced = new Diagnostics();
    Moves.Result moves = new Moves(references).apply(stored, misplaced);
    if (!misplaced.hasErrors()) {
      diagnostics.addAll(misplaced);
    }
    RemovedCheck.stillDeclared(references, diagnostics);
    TargetCoverage.check(options, moves.previous(), diagnostics);
    if (diagnostics.hasErrors()) {
      warnOfTargets(options, diagnostics);
      return Optional.empty();
    }
    State movedState =
        new TypeMoves(references, pool, diagnostics).apply(moves.state(), moves.previous());
    if (diagnostics.hasErrors()) {
      warnOfTargets(options, diagnostics);
      return Optional.empty();
    }
    Diagnostics targetless = new Diagnostics();
    Imports imports =
        new Imports(references, world, importing || options.mode() == PlanMode.NORMAL, targetless);
    boolean destroys = options.mode() == PlanMode.DESTROY;
    boolean stores = !stored.resources().isEmpty() || !stored.outputs().isEmpty();
    // Where there is nothing to destroy, nothing is read for it.
    PlanOptions walked = destroys && !stores ? options.withoutRefresh() : options;
    PlanContext context =
        new PlanContext(
            walked, references, world, pool, observer, movedState, moves.previous(), imports);
    boolean errors = diagnostics.hasErrors();
    if (!errors) {
      Graph<Node> graph = TargetFilter.restrict(references.graph(), options);
      new PlanWalk(
              context,
              new Objects(
                  world, variables, context.checks, importing ? Objects.Rules.ALL : rules(walked)))
          .run(graph, cancellation);
      reachChecks(graph, context);
      new OrphanPlanner(context).plan();
      if (cancellation.isCancelled()) {
        diagnostics.add(
            Diagnostic.error(
                "Planning was interrupted", "Nothing was changed. Run the command again."));
      }
      ReplaceCoverage.check(options, world, context.diagnostics);
      new MoveCheck(references, moves.statements(), context.diagnostics).instances(world);
      assertions.addAll(context.assertions);
      context.diagnostics.addAll(context.assertions);
      diagnostics.addAll(DiagnosticOrder.sorted(context.diagnostics.list()));
      errors = diagnostics.hasErrors();
    }
    warnOfTargets(options, diagnostics);
    diagnostics.addAll(targetless);
    errors |= targetless.hasErrors();
    if (misplaced.hasErrors()) {
      // They keep a plan from being made, but nothing from being read.
      diagnostics.addAll(misplaced);
      return Optional.empty();
    }
    State prior = PriorState.with(movedState, context.refreshed(), context::refreshedProvider);
    if (destroys && stores && options.refresh() && !options.isPartial()) {
      prior = OutputPlanner.refreshed(prior, world.root());
    }
    List<ResourceChange> changes = context.changes();
    // What is destroyed is destroyed as it is now, whatever it was before.
    List<ResourceChange> drift = destroys ? List.of() : context.drift();
    return Optional.of(
        new Plan(
            options,
            changes,
            drift,
            // What keeps all from being planned keeps outputs, too.
            destroys && (options.isPartial() || (errors && changes.isEmpty()))
                ? Collections.emptySortedMap()
                : OutputPlanner.changes(destroys ? prior : stored, world.root(), destroys),
            destroys ? List.of() : OutputPlanner.ofModules(world.root()),
            new TreeMap<>(variables),
            new TreeMap<>(variables),
            stored,
            prior,
            configuration,
            schemas(changes, drift),
            context.checks.results(),
            errors,
            setting.clock().instant(),
            setting.workspace()));
  }

  /** Even to destroy everything it is refreshed first, with the values variables may have. */
  private static Objects.Rules rules(PlanOptions options) {
    return switch (options.mode()) {
      case NORMAL -> Objects.Rules.ALL;
      case REFRESH_ONLY -> Objects.Rules.WARNED;
      case DESTROY -> options.refresh() ? Objects.Rules.VARIABLES : Objects.Rules.NONE;
    };
  }

  /** Notes the checks that were skipped because something they need failed. */
  private static void reachChecks(Graph<Node> graph, PlanContext context) {
    boolean destroys = context.options.mode() == PlanMode.DESTROY;
    for (Node node : graph.nodes()) {
      boolean reached =
          destroys
              ? node instanceof Node.Output && node.module().isRoot()
              : node instanceof Node.Check;
      if (reached) {
        context.checks.reach(node, context.world.instances(node.module()));
      }
    }
  }

  private static void warnOfTargets(PlanOptions options, Diagnostics diagnostics) {
    if (!options.excludes().isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Resource targeting is in effect",
              Phrase.of(
                  "You are creating a plan with either the -target option or the -exclude option,"
                      + " which means that the result of this plan may not represent all of the"
                      + " changes requested by the current configuration.\n\n"
                      + "The -target and -exclude options are not for routine use, and are provided"
                      + " only for exceptional situations such as recovering from errors or"
                      + " mistakes, or when Ingot specifically suggests to use it as part of an"
                      + " error message.")));
    } else if (!options.targets().isEmpty()) {
      diagnostics.add(
          Diagnostic.warning(
              "Resource targeting is in effect",
              Phrase.of(
                  "You are creating a plan with the -target option, which means that the result of"
                      + " this plan may not represent all of the changes requested by the current"
                      + " configuration.\n\nThe -target option is not for routine use, and is"
                      + " provided only for exceptional situations such as recovering from errors"
                      + " or mistakes, or when Ingot specifically suggests to use it as part of an"
                      + " error message.")));
    }
  }

  /** Also of providers that only the state still knows. */
  private Map<ProviderAddress, ProviderSchema> schemas(
      List<ResourceChange> changes, List<ResourceChange> drift) {
    Set<ProviderAddress> used = new HashSet<>(references.providers());
    changes.forEach(change -> used.add(change.provider().provider()));
    drift.forEach(change -> used.add(change.provider().provider()));
    Map<ProviderAddress, ProviderSchema> found = new HashMap<>();
    for (ProviderAddress address : used) {
      pool.find(address).ifPresent(schema -> found.put(address, schema));
    }
    return found;
  }
}
