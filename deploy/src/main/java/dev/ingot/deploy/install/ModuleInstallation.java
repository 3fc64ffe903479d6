package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.deploy.install.FoundModule.Result;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * Installs the modules that a configuration calls. Packages are downloaded side by side, each once,
 * into a folder of this process, and put into their places all at once; a process that is killed
 * leaves nothing half. What is installed and still fits stays, unless newer versions are wanted.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
public final class ModuleInstallation {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What is going on, for people. In the order of the modules' names, inner ones after outer. */
  public interface Progress {
    /**
     * A package is being downloaded.
     *
     * @param what it is, with its version
     * @param key of the module it is for
     */
    void downloading(String what, String key);

    /** A module is there that wasn't, or was somewhere else. */
    void installed(String key, String folder);

    /** A server has too much to do and is asked again after a pause. */
    void waiting(Duration pause);
  }

  private final Path root;
  private final Path data;
  private final ModuleSources sources;
  private final ComputedSources computed;
  private final Progress progress;
  private final Cancellation cancellation;
  private final List<Diagnostic> problems = new ArrayList<>();
  private int replaced;

  /**
   * @param root the root module's folder
   * @param data the data folder
   * @param computed give the sources of calls that aren't constant
   * @param cancellation ends the work; what is in place then stays
   */
  public ModuleInstallation(
      Path root,
      Path data,
      ModuleSources sources,
      ComputedSources computed,
      Progress progress,
      Cancellation cancellation) {
    this.computed = computed;
    this.root = root;
    this.data = data;
    this.sources = sources;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Installs what is needed.
   *
   * @param upgrade whether newer versions than those installed are wanted
   * @return what kept modules from being installed; empty if all are
   * @throws IOException if the data folder can't be used
   */
  public List<Diagnostic> install(boolean upgrade) throws IOException {
    Path modules = Files.createDirectories(data.resolve("modules"));
    try (FolderLock _ =
            FolderLock.acquire(modules.resolve(".lock"), PATIENCE, cancellation::isCancelled);
        ScratchFolder scratch = ScratchFolder.create(modules, ".download-");
        Tasks tasks = new Tasks()) {
      scratch.removeAbandoned();
      // A list that can't be read is made again.
      ModuleManifest before = ModuleManifest.in(data);
      ModuleSearch.Folders folders = new ModuleSearch.Folders(root, relative(modules));
      ModuleSearch search =
          new ModuleSearch(
              folders,
              before,
              new PackageSearch(sources, tasks, scratch),
              tasks,
              upgrade,
              computed);
      SortedMap<String, ModuleManifest.Entry> entries = new TreeMap<>(before.entries());
      try {
        for (FoundModule module : search.ofRoot()) {
          visit(module, folders, before, entries, upgrade, scratch.path());
        }
      } catch (ModuleProblemException e) {
        problems.add(e.diagnostic());
      }
      if (problems.isEmpty() || !entries.equals(before.entries())) {
        write(new ModuleManifest(entries));
      }
    } catch (InterruptedIOException e) {
      if (!cancellation.isCancelled()) {
        throw e;
      }
      problems.add(interrupted());
    }
    return List.copyOf(problems);
  }

  private void write(ModuleManifest manifest) throws IOException {
    AtomicFile.write(
        data.resolve(ModuleManifest.FILE),
        manifest.text().getBytes(StandardCharsets.UTF_8),
        Access.SHARED);
  }

  private String relative(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path from = root.toAbsolutePath().normalize();
    return whole.startsWith(from) ? from.relativize(whole).toString() : whole.toString();
  }

  private void visit(
      FoundModule module,
      ModuleSearch.Folders folders,
      ModuleManifest before,
      SortedMap<String, ModuleManifest.Entry> entries,
      boolean upgrade,
      Path scratch)
      throws IOException {
    String key = module.key();
    Result result;
    try {
      module.announcement().get().ifPresent(what -> progress.downloading(what, key));
      result = module.result().get();
    } catch (ExecutionException e) {
      problems.add(problem(module, e));
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.add(interrupted());
      return;
    }
    if (cancellation.isCancelled()) {
      problems.add(interrupted());
      return;
    }
    if (result instanceof Result.Missing(String folder)) {
      missing(module, folder);
      return;
    }
    Optional<ModuleManifest.Entry> entry = placed(module, result, folders, entries, scratch);
    if (entry.isPresent()) {
      boolean same = before.find(key).filter(entry.get()::equals).isPresent();
      entries.put(key, entry.get());
      if (!same || upgrade || result instanceof Result.Downloaded) {
        progress.installed(key, entry.get().folder());
      }
    }
    for (FoundModule called : result.calls()) {
      visit(called, folders, before, entries, upgrade, scratch);
    }
  }

  /** The module's entry in the list; empty if it has the right one already. */
  private Optional<ModuleManifest.Entry> placed(
      FoundModule module,
      Result result,
      ModuleSearch.Folders folders,
      SortedMap<String, ModuleManifest.Entry> entries,
      Path scratch)
      throws IOException {
    String key = module.key();
    String source = module.call().address().address();
    return switch (result) {
      case Result.Kept _, Result.Missing _ -> Optional.empty();
      case Result.Beside(String folder, var _) ->
          Optional.of(new ModuleManifest.Entry(key, source, "", folder.isEmpty() ? "." : folder));
      case Result.Downloaded(SharedPackage content, String subfolder, String version, var _) -> {
        replaced++;
        content.place(
            folders.path(key),
            scratch.resolve("old-" + replaced),
            scratch.resolve("copy-" + replaced));
        entries.keySet().removeIf(other -> other.startsWith(key + "."));
        String folder = folders.of(key) + (subfolder.isEmpty() ? "" : "/" + subfolder);
        yield Optional.of(new ModuleManifest.Entry(key, source, version, folder));
      }
    };
  }

  /** Terraform names the folder in one message and the call in the other one. */
  private void missing(FoundModule module, String folder) {
    progress.installed(module.key(), "");
    String summary = "Unreadable module directory";
    problems.add(
        Diagnostic.error(
            summary,
            "Unable to evaluate directory symlink: lstat "
                + folder
                + ": no such file or directory"));
    SourceRange place = module.call().declaration();
    problems.add(
        Diagnostic.error(
            summary,
            "The directory  could not be read for module \""
                + module.call().name()
                + "\" at "
                + place.file().name()
                + ":"
                + place.startPosition().line()
                + "."));
  }

  private Diagnostic problem(FoundModule module, ExecutionException failed) {
    if (cancellation.isCancelled()) {
      return interrupted();
    }
    return switch (failed.getCause()) {
      case ModuleProblemException known -> known.diagnostic();
      case IOException unreadable ->
          Diagnostic.error(
              "Failed to install module",
              "The module "
                  + module.key()
                  + " can't be installed: "
                  + FileReason.of(unreadable)
                  + ".",
              module.call().declaration());
      case InterruptedException _ -> interrupted();
      case RuntimeException fault -> throw fault;
      case Error fault -> throw fault;
      case null, default -> throw new IllegalStateException(module.key(), failed);
    };
  }

  private static Diagnostic interrupted() {
    return Diagnostic.error(
        "Interrupted",
        "Not all modules were installed. Run the same command again to install the rest.");
  }
}
