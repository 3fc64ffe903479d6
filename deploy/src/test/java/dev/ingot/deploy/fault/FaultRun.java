package dev.ingot.deploy.fault;

import dev.ingot.deploy.PlanOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One seed: a configuration that changes from stage to stage, applied under faults and then
 * without. What has to hold is in {@link Findings}, after every run, and in {@link #converges}.
 */
final class FaultRun {
  /**
   * How it ended.
   *
   * @param failure what did not hold; empty if all did
   * @param faults that happened
   * @param runs how many there were
   */
  record Outcome(Optional<String> failure, List<String> faults, List<String> steps, int runs) {}

  private final Faults faults;
  private final Site site;
  private final Blueprint blueprint;
  private final SplittableRandom random;
  private final List<String> steps = new ArrayList<>();
  private int runs;

  private FaultRun(long seed, Set<String> leftOut) {
    this.faults = new Faults(seed, leftOut);
    this.random = faults.chance("stages");
    this.blueprint = new Blueprint(faults.chance("blueprint"));
    this.site = new Site(faults, steps, random.nextInt(3) == 0);
  }

  /**
   * Runs a seed.
   *
   * @param leftOut faults that don't happen this time
   */
  static Outcome of(long seed, Set<String> leftOut) {
    FaultRun run = new FaultRun(seed, leftOut);
    Optional<String> failure = Optional.empty();
    try {
      run.stages();
    } catch (Broken e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      java.io.StringWriter trace = new java.io.StringWriter();
      e.printStackTrace(new java.io.PrintWriter(trace));
      failure = Optional.of("a bug: " + trace);
    }
    return new Outcome(failure, run.faults.happened(), List.copyOf(run.steps), run.runs);
  }

  /** The same seed with as few faults as still fail. */
  static Outcome smallest(long seed) {
    Outcome smallest = of(seed, Set.of());
    Set<String> leftOut = new java.util.TreeSet<>();
    for (boolean smaller = true; smaller; ) {
      smaller = false;
      for (String fault : smallest.faults()) {
        Set<String> without = new java.util.TreeSet<>(leftOut);
        without.add(fault);
        Outcome outcome = of(seed, without);
        if (outcome.failure().isPresent()) {
          leftOut = without;
          smallest = outcome;
          smaller = true;
          break;
        }
      }
    }
    return smallest;
  }

  private void stages() {
    int stages = 2 + random.nextInt(3);
    for (int stage = 0; stage < stages; stage++) {
      if (stage > 0) {
        blueprint.change(site.cloud());
      }
      steps.add("stage " + stage + ": " + blueprint.steps());
      stage(PlanOptions.NORMAL);
      if (random.nextInt(3) > 0 || stage == stages - 1) {
        converges(PlanOptions.NORMAL);
      }
    }
    steps.add("everything is destroyed");
    stage(PlanOptions.DESTROY);
    converges(PlanOptions.DESTROY);
  }

  private void stage(PlanOptions options) {
    Map<String, String> files = blueprint.files();
    int tries = 1 + random.nextInt(3);
    for (int i = 0; i < tries; i++) {
      int rate = List.of(0, 3, 8, 25).get(random.nextInt(4));
      PlanOptions chosen = random.nextInt(4) == 0 ? options.withRefresh(false) : options;
      faults.begin(++runs, rate);
      site.forget(blueprint.forgotten());
      site.runUnderFaults(files, chosen);
      site.check();
    }
  }

  /** Without faults one run brings everything to its end, and a second has nothing to do. */
  private void converges(PlanOptions options) {
    Map<String, String> files = blueprint.files();
    faults.begin(++runs, 0);
    site.forget(blueprint.forgotten());
    site.runWithoutFaults(files, options);
    site.check();
    site.requireSettled(
        files, options, options.equals(PlanOptions.DESTROY) ? 0 : blueprint.instances());
  }
}
