package dev.ingot.deploy.test;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.Target;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.Inspection;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.Shown;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.Severity;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The runs of one file. Runs of the same module share a state. */
final class TestFileRun {
  private final TestFile file;
  private final TestBench bench;
  private final TestObserver observer;
  private final Cancellation cancellation;
  private final Map<String, Deployed> deployed = new LinkedHashMap<>();
  private final Map<String, Value> outputsOfRuns = new HashMap<>();

  /** What is deployed of a module, and how it was deployed last. */
  private static final class Deployed {
    final Configuration configuration;
    final String folder;
    final StateSession session = new MemorySession();
    Map<String, Value> variables = Map.of();
    Optional<TestRun> last = Optional.empty();

    Deployed(Configuration configuration, String folder) {
      this.configuration = configuration;
      this.folder = folder;
    }
  }

  TestFileRun(TestFile file, TestBench bench, TestObserver observer, Cancellation cancellation) {
    this.file = file;
    this.bench = bench;
    this.observer = observer;
    this.cancellation = cancellation;
  }

  /** Carries out one run, or leaves it out. */
  TestStatus run(TestRun run, boolean skip) {
    if (skip) {
      observer.ended(file, run, TestStatus.SKIP, List.of(), Optional.empty(), Optional.empty());
      return TestStatus.SKIP;
    }
    observer.begins(file, run);
    Attempt attempt = new Attempt(run);
    TestStatus status = attempt.carryOut();
    observer.ended(file, run, status, attempt.diagnostics.list(), attempt.plan, attempt.state);
    return status;
  }

  /** Destroys everything that was deployed, the last first; whether that worked. */
  boolean tearDown() {
    boolean good = true;
    for (Deployed each : new ArrayList<>(deployed.values()).reversed()) {
      if (each.last.isEmpty()) {
        continue;
      }
      observer.tearingDown(file, each.last.get());
      // A test is taken down whatever happens: what was asked to stop is the tests.
      Diagnostics problems = new Diagnostics();
      Planner.Result planned =
          planner(each)
              .plan(
                  each.configuration,
                  each.variables,
                  each.session.state().snapshot(),
                  PlanOptions.DESTROY,
                  Observer.NONE,
                  new Cancellation());
      problems.addAll(planned.diagnostics());
      if (!planned.hasErrors() && planned.plan().isPresent()) {
        problems.addAll(apply(each, planned.plan().get(), new Cancellation()));
      }
      State left = each.session.state().snapshot();
      if (problems.hasErrors() || left.instances().findAny().isPresent()) {
        good = false;
        observer.tornDown(file, each.last.get(), problems.list(), left);
      }
    }
    return good;
  }

  private Planner planner(Deployed module) {
    return new Planner(bench.providers(), bench.setting().apply(module.folder));
  }

  private List<Diagnostic> apply(Deployed module, Plan plan, Cancellation stop) {
    List<Diagnostic> all = new ArrayList<>();
    Result<ApplySession> opened =
        ApplySession.open(
            new ApplyRequest(
                plan,
                module.session,
                bench.providers(),
                bench.setting().apply(module.folder),
                Observer.NONE,
                bench.commands(),
                stop));
    all.addAll(opened.diagnostics());
    if (opened.value().isPresent()) {
      try (ApplySession applying = opened.value().get()) {
        ApplyResult result = applying.run();
        all.addAll(result.diagnostics());
      }
    }
    return all;
  }

  /** One run being carried out. */
  private final class Attempt {
    final TestRun run;
    final Diagnostics diagnostics = new Diagnostics();
    Optional<Plan> plan = Optional.empty();
    Optional<State> state = Optional.empty();

    Attempt(TestRun run) {
      this.run = run;
    }

    TestStatus carryOut() {
      Optional<Deployed> found = module();
      if (found.isEmpty()) {
        return TestStatus.ERROR;
      }
      Deployed module = found.get();
      Map<String, InputVariable> declared = module.configuration.root().module().variables();
      RunVariables variables = new RunVariables(file, run, declared, diagnostics);
      Map<String, Value> given = variables.given(bench.variables(), scope(module));
      Map<String, Value> values = variables.converted(given);
      Optional<PlanOptions> options = options();
      if (diagnostics.hasErrors() || options.isEmpty()) {
        return TestStatus.ERROR;
      }
      ExpectedFailures expected =
          new ExpectedFailures(module.configuration.root(), run.expectedFailures(), diagnostics);
      if (diagnostics.hasErrors()) {
        return TestStatus.ERROR;
      }
      Planner.Result planned =
          planner(module)
              .plan(
                  module.configuration,
                  values,
                  module.session.state().snapshot(),
                  options.get(),
                  Observer.NONE,
                  cancellation);
      plan = planned.plan();
      if (!run.applies() || planned.hasErrors()) {
        diagnostics.addAll(expected.unexpected(planned.diagnostics()));
        if (run.applies() && !diagnostics.hasErrors() && expected.anyMet()) {
          diagnostics.error(
              "Expected failure while planning",
              "A condition that was expected to fail did so while planning, so the plan could"
                  + " not be applied as the run requests. Set the command of the run to plan.",
              run.declaration());
        }
      } else {
        module.last = Optional.of(run);
        module.variables = values;
        List<Diagnostic> said = new ArrayList<>(planned.diagnostics());
        if (plan.orElseThrow().hasActions()) {
          // Applying looks at them again.
          said.removeAll(planned.assertions());
        }
        said.addAll(apply(module, plan.orElseThrow(), cancellation));
        diagnostics.addAll(expected.unexpected(said));
        state = Optional.of(module.session.state().snapshot());
      }
      if (diagnostics.hasErrors()) {
        return TestStatus.ERROR;
      }
      expected.missing(diagnostics);
      if (diagnostics.hasErrors()) {
        return TestStatus.ERROR;
      }
      return plan.isEmpty() || planned.hasErrors()
          ? TestStatus.PASS
          : assertions(module, given, values);
    }

    /** What the values of variables may refer to, with the variables known so far. */
    private Function<Map<String, Value>, Scope> scope(Deployed module) {
      Scope nothing = new NoModule(bench.setting().apply(module.folder));
      return seen -> new TestScope(seen, outputsOfRuns, later(), Optional.empty(), nothing);
    }

    private Set<String> later() {
      return file.runs().stream()
          .map(TestRun::name)
          .filter(name -> !outputsOfRuns.containsKey(name))
          .collect(Collectors.toSet());
    }

    private Optional<Deployed> module() {
      String source = run.moduleSource().orElse("");
      Deployed known = deployed.get(source);
      if (known != null) {
        return Optional.of(known);
      }
      Configuration configuration = bench.configuration();
      if (!source.isEmpty()) {
        Result<Configuration> loaded = bench.module().apply(source);
        diagnostics.addAll(loaded.diagnostics());
        if (loaded.hasErrors()) {
          return Optional.empty();
        }
        configuration = loaded.get();
      }
      Deployed made = new Deployed(configuration, source);
      deployed.put(source, made);
      return Optional.of(made);
    }

    private Optional<PlanOptions> options() {
      List<Target> targets = targets(run.targets());
      List<Target> replace = targets(run.replace());
      return diagnostics.hasErrors()
          ? Optional.empty()
          : Optional.of(
              new PlanOptions(
                  run.refreshOnly() ? PlanMode.REFRESH_ONLY : PlanMode.NORMAL,
                  run.refresh(),
                  targets,
                  replace));
    }

    private List<Target> targets(List<Traversal> traversals) {
      List<Target> targets = new ArrayList<>();
      for (Traversal traversal : traversals) {
        try {
          targets.add(Target.parse(traversal.range().text()));
        } catch (AddressException e) {
          diagnostics.error("Invalid address", String.valueOf(e.getMessage()), traversal.range());
        }
      }
      return targets;
    }

    private TestStatus assertions(
        Deployed module, Map<String, Value> given, Map<String, Value> values) {
      Map<InstanceAddress, Value> objects =
          new HashMap<>(
              bench
                  .stored()
                  .apply(
                      state.orElseGet(() -> plan.map(Plan::prior).orElse(State.EMPTY)),
                      diagnostics));
      if (state.isEmpty()) {
        for (ResourceChange change : plan.map(Plan::changes).orElse(List.of())) {
          if (change.deposed().isEmpty()) {
            objects.put(change.address(), change.after());
          }
        }
      }
      try (ProviderPool pool = new ProviderPool(bench.providers())) {
        Diagnostics building = new Diagnostics();
        Optional<ReferenceGraph> references =
            ReferenceGraph.build(module.configuration.root(), pool, building);
        if (references.isEmpty()) {
          diagnostics.addAll(building);
          return TestStatus.ERROR;
        }
        Setting setting = bench.setting().apply(module.folder);
        World world =
            new World(
                run.applies() ? World.Purpose.APPLY : World.Purpose.PLAN,
                setting,
                references.get().root(),
                pool.functions(setting.functions()));
        Inspection inspection = new Inspection(world, values, objects);
        references
            .get()
            .graph()
            .walk(
                1,
                new Cancellation(),
                node -> {
                  // What is wrong here was said when it was planned.
                  inspection.visit(node, new Diagnostics());
                  return Verdict.DONE;
                });
        Map<String, Value> outputs = new TreeMap<>(Value.KEY_ORDER);
        for (String name : module.configuration.root().module().outputs().keySet()) {
          outputs.put(name, world.root().output(name).orElse(Values.DYNAMIC_UNKNOWN));
        }
        outputsOfRuns.put(run.name(), Values.object(outputs));
        Scope inner = world.scope(world.root(), RepetitionData.NONE);
        Map<String, Value> seen = new HashMap<>(given);
        seen.keySet().removeAll(module.configuration.root().module().variables().keySet());
        TestScope scope = new TestScope(seen, outputsOfRuns, later(), Optional.of(outputs), inner);
        return check(
            new Conditions(world, diagnostics),
            scope,
            traversal -> references.get().check(traversal, pool, diagnostics));
      }
    }

    private TestStatus check(
        Conditions conditions, TestScope scope, Consumer<Traversal> referring) {
      TestStatus status = TestStatus.PASS;
      for (Condition assertion : run.assertions()) {
        int before = diagnostics.list().size();
        for (Expression part : List.of(assertion.condition(), assertion.errorMessage())) {
          Evaluator.references(part).stream()
              .filter(traversal -> !scope.isOwn(traversal))
              .forEach(referring);
        }
        if (diagnostics.list().size() > before) {
          status = TestStatus.ERROR;
          continue;
        }
        TestStatus came =
            switch (conditions
                .check(assertion, scope, "Test assertion failed", Severity.ERROR)
                .result()) {
              case PASS -> TestStatus.PASS;
              case FAIL -> TestStatus.FAIL;
              case ERROR -> TestStatus.ERROR;
              case UNKNOWN -> {
                diagnostics.add(
                    Shown.error(
                        "Unknown condition value",
                        "The condition can't be evaluated yet: it depends on a value that is known"
                            + " only after apply. Remove that value from the condition, or let the"
                            + " run apply its plan.",
                        assertion.condition(),
                        scope));
                yield TestStatus.ERROR;
              }
            };
        status = status.worse(came);
      }
      return status;
    }
  }
}
