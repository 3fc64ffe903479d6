package dev.ingot.deploy.test;

import dev.ingot.address.AddressException;
import dev.ingot.address.Target;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One run being carried out. */
final class RunAttempt {
  private final TestFileRun tests;
  private final TestRun run;
  private final Cancellation cancellation;
  private final Diagnostics diagnostics = new Diagnostics();
  private Optional<Plan> plan = Optional.empty();
  private Optional<State> state = Optional.empty();
  private int failed;

  RunAttempt(TestFileRun tests, TestRun run, Cancellation cancellation) {
    this.tests = tests;
    this.run = run;
    this.cancellation = cancellation;
  }

  /** What is told of it. */
  TestObserver.Outcome outcome(Duration elapsed) {
    return new TestObserver.Outcome(diagnostics.list(), plan, state, failed, Optional.of(elapsed));
  }

  TestStatus carryOut() {
    String folder = run.moduleSource().orElse("");
    Optional<Configuration> loaded = configuration(folder);
    if (loaded.isEmpty()) {
      return TestStatus.ERROR;
    }
    TestBench bench = tests.bench();
    Map<String, InputVariable> declared = loaded.get().root().module().variables();
    RunVariables variables = new RunVariables(tests.file(), run, declared, diagnostics);
    Map<String, Value> given =
        variables.given(
            bench.variables().apply(tests.file()),
            scope(TestPart.FILE_VARIABLES),
            scope(TestPart.RUN_VARIABLES));
    Map<String, Value> values = variables.converted(given);
    Optional<PlanOptions> options = options();
    Configuration configuration =
        new RunConfiguration(tests.file(), run, diagnostics)
            .of(
                loaded.get(),
                scope(TestPart.PROVIDER).apply(given),
                bench.setting().random().nextLong());
    if (diagnostics.hasErrors() || options.isEmpty()) {
      return TestStatus.ERROR;
    }
    ExpectedFailures expected =
        new ExpectedFailures(
            configuration.root(), run.expectedFailures(), variables.places(), diagnostics);
    if (diagnostics.hasErrors()) {
      return TestStatus.ERROR;
    }
    diagnostics.addAll(TestFileRun.strays(run.overrides(), configuration));
    String key = RunOrder.key(run);
    TestFileRun.Deployed deployed = tests.deployed(key);
    Planner.Result planned =
        new Planner(bench.providers(), bench.setting())
            .plan(
                configuration,
                values,
                deployed.session.state().snapshot(),
                options.get(),
                Observer.NONE,
                cancellation);
    plan = planned.plan();
    plan.ifPresent(found -> expected.heed(found.checks()));
    if (!run.applies() || planned.hasErrors()) {
      diagnostics.addAll(
          run.applies()
              ? expected.whilePlanning(planned.diagnostics())
              : expected.unexpected(planned.diagnostics()));
    } else {
      tests.note(key, deployed, new TestFileRun.Last(run, configuration, values));
      List<Diagnostic> said = new ArrayList<>(planned.diagnostics());
      if (plan.orElseThrow().hasActions()) {
        // Applying looks at them again.
        said.removeAll(planned.assertions());
      }
      said.addAll(tests.apply(deployed.session, plan.orElseThrow(), cancellation));
      diagnostics.addAll(expected.unexpected(said));
      state = Optional.of(deployed.session.state().snapshot());
    }
    expected.missing(diagnostics);
    if (diagnostics.hasErrors()) {
      plan = Optional.empty();
      state = Optional.empty();
      return TestStatus.ERROR;
    }
    return plan.isEmpty() || planned.hasErrors()
        ? TestStatus.PASS
        : assertions(configuration, given, values);
  }

  private TestStatus assertions(
      Configuration configuration, Map<String, Value> given, Map<String, Value> values) {
    RunAssertions assertions = new RunAssertions(tests, run, configuration, diagnostics, later());
    TestStatus status = assertions.check(plan, state, given, values);
    failed = assertions.failed();
    return status;
  }

  /** What values may refer to, with the variables known so far. */
  private Function<Map<String, Value>, Scope> scope(TestPart part) {
    Scope nothing = new NoModule(tests.bench().setting(), part);
    return seen ->
        new TestScope(
            seen, tests.outputsOfRuns(), later(), part.before(), Optional.empty(), nothing);
  }

  private Set<String> later() {
    return tests.file().runs().stream()
        .map(TestRun::name)
        .filter(name -> !tests.outputsOfRuns().containsKey(name))
        .collect(Collectors.toSet());
  }

  private Optional<Configuration> configuration(String folder) {
    if (folder.isEmpty()) {
      return Optional.of(tests.bench().configuration());
    }
    Result<Configuration> loaded = tests.bench().module().apply(folder);
    diagnostics.addAll(loaded.diagnostics());
    return loaded.hasErrors() ? Optional.empty() : Optional.of(loaded.get());
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
        targets.add(Target.parse(traversal.text()));
      } catch (AddressException e) {
        diagnostics.error("Invalid address", String.valueOf(e.getMessage()), traversal.range());
      }
    }
    return targets;
  }
}
