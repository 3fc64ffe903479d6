package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ConfigurationLoader;
import dev.ingot.deploy.configuration.InstalledFolders;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.deploy.fetch.FetchException;
import dev.ingot.deploy.fetch.PackageFetcher;
import dev.ingot.deploy.install.FoundModule.Result;
import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for all modules that are called, side by side: as soon as a module is there, those it calls
 * are looked for.
 */
final class ModuleSearch {
  private static final int DEEPEST = 64;

  /**
   * Where modules are.
   *
   * @param root the root module's folder
   * @param folder of the packages, relative to the root module's
   */
  record Folders(Path root, String folder) {
    /** The folder of a call's package, relative to the root module's. */
    String of(String key) {
      return folder + "/" + key;
    }

    Path path(String key) {
      return root.resolve(of(key));
    }
  }

  /**
   * A module whose calls are looked at.
   *
   * @param folder in the package
   * @param shown its folder as messages name it
   * @param packageName empty for what isn't in a package, which may lead anywhere
   * @param callers the modules that lead here
   * @param sources give the sources of its calls that aren't constant
   */
  private record Location(
      SharedPackage content,
      String folder,
      String shown,
      String packageName,
      List<String> callers,
      ComputedSources sources) {
    Location with(ComputedSources others) {
      return new Location(content, folder, shown, packageName, callers, others);
    }

    /** Without the version. */
    String packageTitle() {
      int blank = packageName.indexOf(' ');
      return blank < 0 ? packageName : packageName.substring(0, blank);
    }

    String identity() {
      return packageName + "//" + folder;
    }
  }

  private final Folders folders;
  private final ModuleManifest manifest;
  private final PackageSearch packages;
  private final Tasks tasks;
  private final boolean upgrade;
  private final ComputedSources sources;

  ModuleSearch(
      Folders folders,
      ModuleManifest manifest,
      PackageSearch packages,
      Tasks tasks,
      boolean upgrade,
      ComputedSources sources) {
    this.sources = sources;
    this.folders = folders;
    this.manifest = manifest;
    this.packages = packages;
    this.tasks = tasks;
    this.upgrade = upgrade;
  }

  /** Starts to look for the modules that the root module calls. */
  List<FoundModule> ofRoot() throws IOException, ModuleProblemException {
    return calls(
        new Location(new SharedPackage(folders.root()), "", "", "", List.of(), sources), List.of());
  }

  private List<FoundModule> calls(Location at, List<String> path)
      throws IOException, ModuleProblemException {
    ModuleConfiguration module =
        at.content()
            .read(
                folder ->
                    new ConfigurationLoader(
                            new RelocatedSource(folder.resolve(at.folder()), at.shown()),
                            new Diagnostics(),
                            at.sources())
                        .loadModule(at.shown()));
    List<FoundModule> found = new ArrayList<>();
    for (ModuleCall call :
        module.calls().values().stream().sorted(Comparator.comparing(ModuleCall::name)).toList()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(call.name());
      found.add(started(call, List.copyOf(inner), at, at.sources().inner(module, call)));
    }
    return List.copyOf(found);
  }

  private FoundModule started(
      ModuleCall call, List<String> path, Location caller, ComputedSources inner) {
    CompletableFuture<Optional<String>> announcement = new CompletableFuture<>();
    return new FoundModule(
        call,
        path,
        announcement,
        tasks.start(
            () -> {
              try {
                return result(call, path, caller.with(inner), announcement);
              } finally {
                announcement.complete(Optional.empty());
              }
            }));
  }

  private Result result(
      ModuleCall call,
      List<String> path,
      Location caller,
      CompletableFuture<Optional<String>> announcement)
      throws IOException, ModuleProblemException, InterruptedException {
    String key = String.join(".", path);
    if (call.address() instanceof ModuleSource.Local local) {
      return beside(call, local, path, caller);
    }
    Optional<ModuleManifest.Entry> kept = upgrade ? Optional.empty() : kept(call, key);
    if (kept.isPresent()) {
      String packageFolder = InstalledFolders.packageFolder(kept.get());
      String folder = kept.get().folder();
      return new Result.Kept(
          calls(
              next(
                  call,
                  path,
                  caller,
                  new SharedPackage(folders.root().resolve(packageFolder)),
                  folder.length() > packageFolder.length()
                      ? folder.substring(packageFolder.length() + 1)
                      : "",
                  folder,
                  call.address().address() + kept.get().version()),
              path));
    }
    return switch (call.address()) {
      case ModuleSource.Registry(var _, var module, String subfolder) -> {
        Version version = packages.version(call, module);
        announcement.complete(Optional.of(module + " " + version));
        PackageSearch.Fetched fetched = packages.ofRegistry(call, module, version);
        String inner = ModuleSource.cleaned(fetched.subfolder() + "/" + subfolder);
        yield downloaded(call, path, caller, fetched, inner, version.toString());
      }
      case ModuleSource.Remote(var _, var address, String subfolder) -> {
        announcement.complete(Optional.of(address.shown()));
        yield downloaded(call, path, caller, packages.ofAddress(call, address), subfolder, "");
      }
      case ModuleSource.Local local -> beside(call, local, path, caller);
    };
  }

  private Result beside(
      ModuleCall call, ModuleSource.Local local, List<String> path, Location caller)
      throws IOException, ModuleProblemException {
    String inner = ModuleSource.cleaned(caller.folder() + "/" + local.path());
    if (!caller.packageName().isEmpty() && (inner.equals("..") || inner.startsWith("../"))) {
      throw new ModuleProblemException(
          Diagnostic.error(
              "Local module path escapes module package",
              "The given source directory for module."
                  + String.join(".module.", path)
                  + " would be outside of its containing package \""
                  + caller.packageTitle()
                  + "\". Local source addresses starting with \"../\" must stay within the same"
                  + " package that the calling module belongs to.",
              call.sourceRange()));
    }
    String shown =
        (caller.shown().startsWith("/") ? "/" : "")
            + ModuleSource.cleaned(caller.shown() + "/" + local.path());
    Location next = next(call, path, caller, caller.content(), inner, shown, caller.packageName());
    boolean missing = !caller.content().read(folder -> Files.isDirectory(folder.resolve(inner)));
    return sources.installedOnly() && missing
        ? new Result.Missing(shown)
        : new Result.Beside(shown, calls(next, path));
  }

  private Result downloaded(
      ModuleCall call,
      List<String> path,
      Location caller,
      PackageSearch.Fetched fetched,
      String wanted,
      String version)
      throws IOException, ModuleProblemException {
    String inner =
        wanted.isEmpty()
            ? ""
            : fetched.content().read(folder -> subfolder(call, folder, wanted, version, path));
    Location next =
        next(
            call,
            path,
            caller,
            fetched.content(),
            inner,
            folders.of(String.join(".", path)) + (inner.isEmpty() ? "" : "/" + inner),
            fetched.name());
    return new Result.Downloaded(fetched.content(), inner, version, calls(next, path));
  }

  private String subfolder(
      ModuleCall call, Path folder, String wanted, String version, List<String> path)
      throws ModuleProblemException, IOException {
    try {
      return PackageFetcher.subfolder(folder, wanted);
    } catch (FetchException e) {
      throw ModuleProblemException.at(
          call,
          version.isEmpty() ? "Failed to expand subdir globs" : "Unreadable module subdirectory",
          version.isEmpty()
              ? e.getMessage() + "."
              : "The directory "
                  + folders.of(String.join(".", path))
                  + "/"
                  + wanted
                  + " does not exist. The target submodule "
                  + wanted
                  + " does not exist within the target module.");
    }
  }

  private static Location next(
      ModuleCall call,
      List<String> path,
      Location caller,
      SharedPackage content,
      String folder,
      String shown,
      String packageName)
      throws ModuleProblemException {
    List<String> callers = new ArrayList<>(caller.callers());
    callers.add(caller.identity());
    Location next =
        new Location(content, folder, shown, packageName, List.copyOf(callers), caller.sources());
    if (path.size() > DEEPEST || callers.contains(next.identity())) {
      throw new ModuleProblemException(
          Diagnostic.error(
              "Module calls itself",
              "The module in \""
                  + call.source()
                  + "\" is the one that contains this call, or one that leads to it: there would be"
                  + " no end of instances. Remove the call.",
              call.sourceRange()));
    }
    return next;
  }

  private Optional<ModuleManifest.Entry> kept(ModuleCall call, String key) {
    return manifest
        .find(key)
        .filter(entry -> entry.source().equals(call.address().address()))
        .filter(entry -> allows(call, entry.version()))
        .filter(entry -> Files.isDirectory(folders.root().resolve(entry.folder())));
  }

  private static boolean allows(ModuleCall call, String version) {
    if (!(call.address() instanceof ModuleSource.Registry)) {
      return true;
    }
    Optional<VersionConstraints> constraints = call.version().flatMap(VersionConstraints::parse);
    Optional<Version> installed = Version.parse(version);
    return installed.isPresent() && constraints.map(all -> all.allow(installed.get())).orElse(true);
  }
}
