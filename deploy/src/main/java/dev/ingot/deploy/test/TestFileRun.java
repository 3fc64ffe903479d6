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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The runs of one file. Runs of the same module, or with the same key, share a state. */
final class TestFileRun {
  private final TestFile file;
  private final TestBench bench;
  private final TestObserver observer;
  private final Cancellation cancellation;
  private final Map<String, Deployed> deployed = new LinkedHashMap<>();
  private final Map<String, Value> outputsOfRuns = new ConcurrentHashMap<>();

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

  /** How one run has ended. */
  private record Ended(TestStatus status, TestObserver.Outcome outcome) {
    static final Ended SKIPPED = new Ended(TestStatus.SKIP, TestObserver.Outcome.NONE);
  }

  /**
   * One run under way.
   *
   * @param begun whether it is carried out, as soon as that is certain
   */
  private record Running(CompletableFuture<Boolean> begun, CompletableFuture<Ended> ended) {
    Running() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }

    boolean hasFailed() {
      TestStatus status = ended.join().status();
      return status == TestStatus.ERROR || status == TestStatus.SKIP;
    }

    /** Nobody waits for it any longer. */
    void fail(RuntimeException e) {
      begun.completeExceptionally(e);
      ended.completeExceptionally(e);
    }
  }

  /**
   * Carries out all runs, each when those it waits for have ended; one that waits for one that
   * could not be carried out is left out. They are reported in their order.
   */
  List<TestStatus> run() {
    List<List<Integer>> order = RunOrder.of(file);
    Semaphore places = new Semaphore(Math.max(1, bench.setting().parallelism()));
    List<Running> all = new ArrayList<>();
    for (int i = 0; i < file.runs().size(); i++) {
      TestRun run = file.runs().get(i);
      List<Running> before = order.get(i).stream().map(all::get).toList();
      Running running = new Running();
      all.add(running);
      Thread.ofVirtual()
          .name("test-" + run.name())
          .start(() -> carryOut(run, before, running, places));
    }
    List<TestStatus> statuses = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      TestRun run = file.runs().get(i);
      if (all.get(i).begun().join()) {
        observer.begins(file, run);
      }
      Ended ended = all.get(i).ended().join();
      observer.ended(file, run, ended.status(), ended.outcome());
      statuses.add(ended.status());
    }
    return statuses;
  }

  private void carryOut(TestRun run, List<Running> before, Running running, Semaphore places) {
    try {
      boolean skip = false;
      for (Running each : before) {
        skip |= each.hasFailed();
      }
      places.acquireUninterruptibly();
      try {
        boolean begins = !skip && !cancellation.isCancelled();
        running.begun().complete(begins);
        running.ended().complete(begins ? carriedOut(run) : Ended.SKIPPED);
      } finally {
        places.release();
      }
    } catch (RuntimeException e) {
      running.fail(e);
    }
  }

  private Ended carriedOut(TestRun run) {
    long start = System.nanoTime();
    RunAttempt attempt = new RunAttempt(this, run, cancellation);
    TestStatus status = attempt.carryOut();
    return new Ended(
        status, attempt.outcome(java.time.Duration.ofNanos(System.nanoTime() - start)));
  }

  /** The state under a key. */
  synchronized Deployed deployed(String key) {
    return deployed.computeIfAbsent(key, missing -> new Deployed());
  }

  /** Notes what is deployed under a key now: the last is destroyed first. */
  synchronized void note(String key, Deployed under, Last last) {
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
    List<TestRun> order = file.runs();
    List<Deployed> all =
        deployed.values().stream()
            .filter(each -> each.last.isPresent())
            .sorted(
                Comparator.comparingInt(
                        (Deployed each) -> order.indexOf(each.last.orElseThrow().run()))
                    .reversed())
            .toList();
    for (Deployed each : all) {
      Last last = each.last.orElseThrow();
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
