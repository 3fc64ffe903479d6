package dev.ingot.deploy.test;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.evaluation.Conditions;
import dev.ingot.deploy.evaluation.Inspection;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.Shown;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Evaluates the assertions of a run over what it has planned or deployed. */
final class RunAssertions {
  private final TestFileRun tests;
  private final TestRun run;
  private final Configuration configuration;
  private final Diagnostics diagnostics;
  private final Set<String> later;
  private int failed;

  RunAssertions(
      TestFileRun tests,
      TestRun run,
      Configuration configuration,
      Diagnostics diagnostics,
      Set<String> later) {
    this.tests = tests;
    this.run = run;
    this.configuration = configuration;
    this.diagnostics = diagnostics;
    this.later = later;
  }

  /** How many have failed. */
  int failed() {
    return failed;
  }

  TestStatus check(
      Optional<Plan> plan,
      Optional<State> state,
      Map<String, Value> given,
      Map<String, Value> values) {
    TestBench bench = tests.bench();

    Map<InstanceAddress, Value> objects =
        new HashMap<>(
            bench
                .stored()
                .apply(
                    state.orElseGet(() -> plan.map(Plan::prior).orElse(State.EMPTY)), diagnostics));
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
          ReferenceGraph.build(configuration.root(), pool, building);
      if (references.isEmpty()) {
        diagnostics.addAll(building);
        return TestStatus.ERROR;
      }
      Setting setting = bench.setting();
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
      for (String name : configuration.root().module().outputs().keySet()) {
        outputs.put(
            name,
            world.root().output(name).map(RunAssertions::shown).orElse(Values.DYNAMIC_UNKNOWN));
      }
      tests.outputsOfRuns().put(run.name(), Values.object(outputs));
      Scope inner = world.scope(world.root(), RepetitionData.NONE);
      Map<String, Value> seen = new HashMap<>(given);
      seen.keySet().removeAll(configuration.root().module().variables().keySet());
      TestScope scope =
          new TestScope(
              seen, tests.outputsOfRuns(), later, "current run block", Optional.of(outputs), inner);
      return check(
          new Conditions(world, diagnostics),
          scope,
          traversal -> references.get().check(traversal, pool, diagnostics));
    }
  }

  /** Of what is only known after an apply, not even the type is. */
  private static Value shown(Value output) {
    return output.isKnown() ? output : Values.DYNAMIC_UNKNOWN.marked(output.marks());
  }

  private TestStatus check(Conditions conditions, TestScope scope, Consumer<Traversal> referring) {
    TestStatus status = TestStatus.PASS;
    for (Condition assertion : run.assertions()) {
      int before = diagnostics.list().size();
      for (Expression part : List.of(assertion.condition(), assertion.errorMessage())) {
        for (Traversal traversal : Evaluator.references(part)) {
          if (scope.isOwn(traversal)) {
            scope.resolve(traversal, diagnostics);
          } else {
            referring.accept(traversal);
          }
        }
      }
      if (diagnostics.list().size() > before) {
        status = TestStatus.ERROR;
        continue;
      }
      TestStatus came =
          switch (conditions.ofRun(assertion, scope).result()) {
            case PASS -> TestStatus.PASS;
            case FAIL -> TestStatus.FAIL;
            case ERROR -> TestStatus.ERROR;
            case UNKNOWN -> {
              diagnostics.add(
                  Diagnostic.error(
                          "Unknown condition value",
                          "Condition expression could not be evaluated at this time. This means you"
                              + " have executed a `run` block with `command = plan` and one of the"
                              + " values your condition depended on is not known until after the"
                              + " plan has been applied. Either remove this value from your"
                              + " condition, or execute an `apply` command from this `run` block."
                              + " Alternatively, if there is an override for this value, you can"
                              + " make it available during the plan phase by setting"
                              + " `override_during = plan` in the `override_` block.",
                          assertion.condition().range())
                      .with(Shown.values(assertion.condition(), scope, false)));
              yield TestStatus.ERROR;
            }
          };
      failed += came == TestStatus.FAIL ? 1 : 0;
      status = status.worse(came);
    }
    return status;
  }
}
