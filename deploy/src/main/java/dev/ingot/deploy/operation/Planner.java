package dev.ingot.deploy.operation;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.operation.state.Protection;
import dev.ingot.deploy.plan.PlanRun;
import dev.ingot.deploy.plan.Validation;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plans changes; makes none. */
public final class Planner {
  private final Providers providers;
  private final Setting setting;

  /**
   * @param providers what can be used
   * @param setting the surroundings
   */
  public Planner(Providers providers, Setting setting) {
    this.providers = providers;
    this.setting = setting;
  }

  /**
   * The result of planning: more than a {@code Result<Plan>}, since assertions are kept separately.
   *
   * @param plan what was found out, marked as errored where there are errors; empty where the
   *     configuration could not be worked with at all
   * @param assertions those of the diagnostics that come from check blocks; applying looks at them
   *     again
   */
  public record Result(
      Optional<Plan> plan, List<Diagnostic> diagnostics, List<Diagnostic> assertions) {
    Result(List<Diagnostic> diagnostics) {
      this(Optional.empty(), diagnostics, List.of());
    }

    /** Whether there are errors. */
    public boolean hasErrors() {
      return Diagnostic.anyError(diagnostics);
    }
  }

  /**
   * Makes a plan.
   *
   * @param variables the values of the root module's variables, converted; of those with a default
   *     only the ones given
   * @param state the state as it is stored
   * @param cancellation asks to stop; the plan is errored then
   */
  public Result plan(
      Configuration configuration,
      Map<String, Value> variables,
      State state,
      PlanOptions options,
      Observer observer,
      Cancellation cancellation) {
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = pool(configuration, cancellation)) {
      Optional<ReferenceGraph> references = references(configuration, pool, diagnostics);
      require("This state", stored(state), pool, diagnostics);
      if (references.isEmpty() || diagnostics.hasErrors()) {
        return new Result(diagnostics.list());
      }
      // What is wrong whatever the state is keeps a plan from being begun, but nothing from being
      // destroyed.
      Diagnostics checked = new Diagnostics();
      if (options.mode() != PlanMode.DESTROY) {
        new Validation(pool, setting, references.get()).run(checked, cancellation);
      }
      if (checked.hasErrors()) {
        return new Result(checked.list());
      }
      Diagnostics assertions = new Diagnostics();
      Optional<Plan> plan =
          new PlanRun(pool, setting, references.get(), observer, cancellation)
              .run(configuration, variables, state, options, diagnostics, assertions);
      List<Diagnostic> refusals =
          plan.map(found -> Protection.of(state).refusals(found)).orElse(List.of());
      refusals.forEach(diagnostics::add);
      return new Result(
          refusals.isEmpty() ? plan : plan.map(Plan::asErrored),
          diagnostics.list(),
          assertions.list());
    }
  }

  /**
   * Looks up what the import blocks of a configuration ask for, and evaluates the rest. The state
   * with what was found is the plan's prior one; nothing is planned.
   *
   * @param variables as for a plan
   */
  public Result imports(
      Configuration configuration,
      Map<String, Value> variables,
      State state,
      Observer observer,
      Cancellation cancellation) {
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = pool(configuration, cancellation)) {
      Optional<ReferenceGraph> references = references(configuration, pool, diagnostics);
      require("This state", stored(state), pool, diagnostics);
      Optional<Plan> plan =
          diagnostics.hasErrors()
              ? Optional.empty()
              : references.flatMap(
                  found ->
                      new PlanRun(pool, setting, found, observer, cancellation)
                          .imports(configuration, variables, state, diagnostics));
      return new Result(plan, diagnostics.list(), List.of());
    }
  }

  /** Checks a configuration without state and values of variables. */
  public List<Diagnostic> validate(Configuration configuration, Cancellation cancellation) {
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = pool(configuration, cancellation)) {
      references(configuration, pool, diagnostics)
          .ifPresent(
              references ->
                  new Validation(pool, setting, references).run(diagnostics, cancellation));
      return diagnostics.list();
    }
  }

  private ProviderPool pool(Configuration configuration, Cancellation cancellation) {
    return new ProviderPool(
        providers, setting.parallelism(), cancellation, configuration.substitutes());
  }

  private static Optional<ReferenceGraph> references(
      Configuration configuration, ProviderPool pool, Diagnostics diagnostics) {
    Optional<ReferenceGraph> references =
        ReferenceGraph.build(configuration.root(), pool, diagnostics);
    references.ifPresent(
        found -> require("This configuration", found.providers(), pool, diagnostics));
    return diagnostics.hasErrors() ? Optional.empty() : references;
  }

  /** The providers of all that is stored. */
  private static List<ProviderAddress> stored(State state) {
    Set<ProviderAddress> found = new TreeSet<>();
    for (ResourceState resource : state.resources().values()) {
      found.add(resource.provider().provider());
    }
    return List.copyOf(found);
  }

  private static void require(
      String what,
      Iterable<ProviderAddress> addresses,
      ProviderPool pool,
      Diagnostics diagnostics) {
    for (ProviderAddress address : addresses) {
      if (pool.find(address).isEmpty()) {
        Optional<Diagnostic> problem = pool.problem(address);
        diagnostics.add(problem.orElseGet(() -> missing(what, address)));
      }
    }
  }

  private static Diagnostic missing(String what, ProviderAddress address) {
    return Diagnostic.error(
        "Missing required provider",
        Phrase.of(
            address.isBuiltIn()
                ? "%s requires built-in provider %s, but that provider isn't available in this"
                    + " Ingot version."
                : "%s requires provider %s, but that provider isn't available. You may be able to"
                    + " install it automatically by running:\n  ingot init",
            what,
            address));
  }
}
