package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Components;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.OnError;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.chain.UnitPreparation;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.Template;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Bakes the builds of templates to versions in a registry.
 *
 * @param registry where versions, layers and images go
 * @param components what templates can name
 * @param programs programs of this host
 * @param cacheFolder where it is remembered which inputs gave which layer
 * @param clock for durations and leases; never for what is in an image
 */
public record Bake(
    Registry registry,
    Components components,
    HostPrograms programs,
    Path cacheFolder,
    Clock clock) {

  /**
   * What a run is to do.
   *
   * @param selection which builds
   * @param runId a UUID of this run
   * @param actor who, {@code user@host}
   * @param owner this process for people, {@code user@host:pid}
   * @param modified the time stamp of everything in the images, in seconds since 1970
   * @param parallel how many builds run at once; 0 for all
   * @param force whether steps are run again although their layers are there
   */
  public record Options(
      BuildSelection selection,
      String runId,
      String actor,
      String owner,
      long modified,
      int parallel,
      OnError onError,
      boolean force) {}

  /** The outcome of each build, in the order of the template. */
  public record Result(List<BuildOutcome> outcomes) {
    public Result {
      outcomes = List.copyOf(outcomes);
    }

    /** Whether every build has a usable version. */
    public boolean isSuccess() {
      return outcomes.stream().allMatch(outcome -> outcome.usable().isPresent());
    }
  }

  /**
   * Checks everything that can be checked without running anything.
   *
   * @param diagnostics receives problems
   * @return the builds without errors
   */
  public List<PreparedUnit> validate(
      Template template, BuildSelection selection, String runId, Diagnostics diagnostics) {
    List<PreparedUnit> prepared = new ArrayList<>();
    UnitPreparation preparation =
        new UnitPreparation(components, runId, BuildSelection.names(template), diagnostics);
    for (BuildUnit unit : selection.of(template, diagnostics)) {
      preparation.prepare(unit).ifPresent(prepared::add);
    }
    return prepared;
  }

  /**
   * Bakes. Nothing runs unless all selected builds are without errors.
   *
   * @param diagnostics receives problems with the template, and warnings; failures of builds are in
   *     the result
   * @param cancellation ends all builds
   * @return empty when the template has errors
   * @throws InterruptedException when interrupted; the builds have been cancelled
   */
  public Optional<Result> run(
      Template template,
      Options options,
      Diagnostics diagnostics,
      BakeEvent.Observer observer,
      Cancellation cancellation)
      throws InterruptedException {
    List<PreparedUnit> units =
        validate(template, options.selection(), options.runId(), diagnostics);
    if (diagnostics.hasErrors()) {
      return Optional.empty();
    }
    SnapshotCache cache = new SnapshotCache(cacheFolder, registry.store());
    BakeEvent.Observer oneAtATime = new SerialObserver(observer);
    Semaphore permits =
        new Semaphore(options.parallel() > 0 ? options.parallel() : Math.max(1, units.size()));
    List<Future<BuildOutcome>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PreparedUnit unit : units) {
        BuildRun run =
            new BuildRun(
                this,
                unit,
                options,
                cache,
                template.secrets().and(unit.secrets()),
                oneAtATime,
                cancellation);
        futures.add(
            executor.submit(
                () -> {
                  permits.acquire();
                  try {
                    return run.run();
                  } finally {
                    permits.release();
                  }
                }));
      }
      List<BuildOutcome> outcomes = new ArrayList<>();
      for (Future<BuildOutcome> future : futures) {
        outcomes.add(outcome(future, cancellation));
      }
      return Optional.of(new Result(outcomes));
    }
  }

  private static BuildOutcome outcome(Future<BuildOutcome> future, Cancellation cancellation)
      throws InterruptedException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      cancellation.cancel();
      throw e;
    } catch (ExecutionException e) {
      cancellation.cancel();
      throw new IllegalStateException("a build failed unexpectedly", e.getCause());
    }
  }

  private record SerialObserver(BakeEvent.Observer next) implements BakeEvent.Observer {
    @Override
    public synchronized void on(BakeEvent event) {
      next.on(event);
    }
  }
}
