package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Components;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.HostSource;
import dev.ingot.bake.OnError;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.chain.UnitPreparation;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.KilledBakes;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.template.BuildSelection;
import dev.ingot.bake.template.BuildUnit;
import dev.ingot.bake.template.Template;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.registry.Registry;
import dev.ingot.registry.content.ContentUse;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Bakes the builds of templates to versions in a registry.
 *
 * @param registry the registry of versions, layers and images
 * @param components the available components
 * @param plugins where components are looked for that aren't among these
 * @param programs starts programs on this host
 * @param journal of what bakes create
 * @param cacheFolder the folder of the layer cache
 * @param clock for durations and leases; never for the content of an image
 */
public record Bake(
    Registry registry,
    Components components,
    InstalledPlugins plugins,
    HostPrograms programs,
    BakeJournal journal,
    Path cacheFolder,
    Clock clock) {

  /**
   * The settings of a run.
   *
   * @param selection the builds to run
   * @param runId a UUID of this run
   * @param actor who runs it, {@code user@host}
   * @param owner this process for people, {@code user@host:pid}
   * @param modified the time stamp of everything in the images, in seconds since 1970
   * @param parallel the number of concurrent builds; 0 for all
   * @param force whether steps run even if their layers exist
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

    /** Whether every build did what was asked for. */
    public boolean isSuccess() {
      return outcomes.stream().allMatch(BuildOutcome::isSuccess);
    }
  }

  /**
   * Validates everything that can be validated without running anything.
   *
   * @param diagnostics receives problems
   * @return the builds without errors
   */
  public List<PreparedUnit> validate(
      Template template, BuildSelection selection, String runId, Diagnostics diagnostics) {
    List<PreparedUnit> prepared = new ArrayList<>();
    List<BuildUnit> units = selection.of(template, diagnostics);
    Components all = plugins.complete(components, template.blocks(), units, diagnostics);
    UnitPreparation preparation =
        new UnitPreparation(all, runId, BuildSelection.names(template), diagnostics);
    for (BuildUnit unit : units) {
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
   * @return empty when the template has errors, or a cancel came before anything ran
   * @throws InterruptedException when interrupted; the builds have been cancelled
   */
  public Optional<Result> run(
      Template template,
      Options options,
      Diagnostics diagnostics,
      BakeEvent.Observer observer,
      Cancellation cancellation)
      throws InterruptedException {
    List<PreparedUnit> units;
    try (Cancellation.Registration _ = cancellation.interruptCaller()) {
      units = validate(template, options.selection(), options.runId(), diagnostics);
    }
    // Nothing may run with arguments that were left out because they have no value.
    units.stream()
        .filter(unit -> !unit.isKnown())
        .forEach(
            unit ->
                diagnostics.error(
                    "Value not known",
                    "An argument of the build "
                        + unit.identity().name()
                        + " depends on something that has no value.",
                    unit.place()));
    if (diagnostics.hasErrors() || cancellation.isCancelled()) {
      return Optional.empty();
    }
    removeKilled(units, diagnostics, observer);
    if (units.stream().allMatch(unit -> unit.source() instanceof HostSource)) {
      return bake(template, units, options, observer, cancellation);
    }
    ContentUse use;
    try {
      use = registry.store().use();
    } catch (RegistryException e) {
      diagnostics.error(
          "Images can't be stored", String.valueOf(e.getMessage()), units.getFirst().place());
      return Optional.empty();
    }
    try (use) {
      return bake(template, units, options, observer, cancellation);
    }
  }

  private Optional<Result> bake(
      Template template,
      List<PreparedUnit> units,
      Options options,
      BakeEvent.Observer observer,
      Cancellation cancellation)
      throws InterruptedException {
    SnapshotCache cache = new SnapshotCache(cacheFolder, registry.store());
    BakeEvent.Observer oneAtATime = new SerialObserver(observer);
    Semaphore permits =
        new Semaphore(options.parallel() > 0 ? options.parallel() : Math.max(1, units.size()));
    List<Future<BuildOutcome>> futures = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Digest> files = new TreeMap<>();
      template
          .blocks()
          .files()
          .forEach(
              file ->
                  files.put(
                      String.valueOf(Path.of(file.name()).getFileName()), Digest.of(file.text())));
      for (PreparedUnit unit : units) {
        BuildRun run =
            new BuildRun(
                this,
                unit,
                files,
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

  /** Removes what killed bakes left; what can't be removed is named each time. */
  private void removeKilled(
      List<PreparedUnit> units, Diagnostics diagnostics, BakeEvent.Observer observer)
      throws InterruptedException {
    KilledBakes.Report report = StandardComponents.killedBakes(journal.folder()).remove();
    for (String removed : report.removed()) {
      units.stream()
          .findFirst()
          .ifPresent(
              unit ->
                  observer.on(
                      new BakeEvent.Note(
                          unit.identity(), "removed " + removed + ", which a killed bake left")));
    }
    for (String remaining : report.remaining()) {
      diagnostics.add(Diagnostic.warning("Left by a killed bake", remaining));
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
