package dev.ingot.deploy.test;

import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestOverrides;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.State;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs of one file. Runs of the same module, or with the same key, share a state. */
final class TestFileRun {
  private final TestFile file;
  private final TestBench bench;
  private final TestObserver observer;
  private final Cancellation cancellation;
  private final Map<String, Deployed> deployed = new LinkedHashMap<>();
  private final Map<String, Value> outputsOfRuns = new HashMap<>();

  /** What is deployed under one key, and by which run last. */
  static final class Deployed {
    final StateSession session = new MemorySession();
    Optional<Last> last = Optional.empty();
  }

  /** What was deployed last. */
  record Last(TestRun run, Configuration configuration, Map<String, Value> variables) {}

  TestFileRun(TestFile file, TestBench bench, TestObserver observer, Cancellation cancellation) {
    this.file = file;
    this.bench = bench;
    this.observer = observer;
    this.cancellation = cancellation;
  }

  TestFile file() {
    return file;
  }

  TestBench bench() {
    return bench;
  }

  Map<String, Value> outputsOfRuns() {
    return outputsOfRuns;
  }

  /** Carries out one run, or leaves it out. */
  TestStatus run(TestRun run, boolean skip) {
    if (skip) {
      observer.ended(file, run, TestStatus.SKIP, TestObserver.Outcome.NONE);
      return TestStatus.SKIP;
    }
    observer.begins(file, run);
    long start = System.nanoTime();
    RunAttempt attempt = new RunAttempt(this, run, cancellation);
    TestStatus status = attempt.carryOut();
    observer.ended(
        file, run, status, attempt.outcome(java.time.Duration.ofNanos(System.nanoTime() - start)));
    return status;
  }

  /** The state under a key. */
  Deployed deployed(String key) {
    return deployed.computeIfAbsent(key, missing -> new Deployed());
  }

  /** Notes what is deployed under a key now: the last is destroyed first. */
  void note(String key, Deployed under, Last last) {
    under.last = Optional.of(last);
    deployed.remove(key);
    deployed.put(key, under);
  }

  /** Targets of overrides that are not there. */
  List<Diagnostic> strays() {
    return strays(file.overrides(), bench.configuration());
  }

  static List<Diagnostic> strays(TestOverrides overrides, Configuration configuration) {
    List<Diagnostic> strays = new ArrayList<>();
    for (TestOverrides.Stray stray : overrides.strays(configuration.root())) {
      strays.add(
          Diagnostic.warning(
              "Invalid override target",
              "The override target "
                  + stray.target()
                  + " does not exist within the configuration under test. This could indicate a"
                  + " typo in the target address or an unnecessary override.",
              stray.place()));
    }
    return strays;
  }

  /** Destroys everything that was deployed, the last first; whether that worked. */
  boolean tearDown() {
    boolean good = true;
    for (Deployed each : new ArrayList<>(deployed.values()).reversed()) {
      if (each.last.isEmpty()) {
        continue;
      }
      Last last = each.last.get();
      observer.tearingDown(file, last.run());
      // A test is taken down whatever happens: what was asked to stop is the tests.
      Diagnostics problems = new Diagnostics();
      Planner.Result planned =
          new Planner(bench.providers(), bench.setting())
              .plan(
                  last.configuration(),
                  last.variables(),
                  each.session.state().snapshot(),
                  PlanOptions.DESTROY,
                  Observer.NONE,
                  new Cancellation());
      problems.addAll(planned.diagnostics());
      if (!planned.hasErrors() && planned.plan().isPresent()) {
        problems.addAll(apply(each.session, planned.plan().get(), new Cancellation()));
      }
      State left = each.session.state().snapshot();
      if (problems.hasErrors() || left.instances().findAny().isPresent()) {
        good = false;
        observer.tornDown(
            file, last.run(), problems.list().stream().filter(Diagnostic::isError).toList(), left);
      }
    }
    return good;
  }

  List<Diagnostic> apply(StateSession session, Plan plan, Cancellation stop) {
    Result<ApplySession> opened =
        ApplySession.open(
            new ApplyRequest(
                plan,
                session,
                bench.providers(),
                bench.setting(),
                Observer.NONE,
                bench.commands(),
                stop));
    List<Diagnostic> all = new ArrayList<>(opened.diagnostics());
    if (opened.value().isPresent()) {
      try (ApplySession applying = opened.value().get()) {
        all.addAll(applying.run().diagnostics());
      }
    }
    return all;
  }
}
