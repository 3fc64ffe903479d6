package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.fetch.FetchException;
import dev.ingot.deploy.fetch.PackageFetcher;
import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.deploy.source.PackageAddress;
import dev.ingot.deploy.source.RegistryModule;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.provider.registry.RegistryException;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds and downloads packages, each once. Safe for several threads. */
final class PackageSearch {
  private static final String REGISTRY_FAILED = "Error accessing remote module registry";

  private final ModuleSources sources;
  private final Tasks tasks;
  private final ScratchFolder scratch;
  private final AtomicInteger number = new AtomicInteger();

  PackageSearch(ModuleSources sources, Tasks tasks, ScratchFolder scratch) {
    this.sources = sources;
    this.tasks = tasks;
    this.scratch = scratch;
  }

  /**
   * A package on this host.
   *
   * @param name of the package, with its version
   * @param subfolder that whoever keeps the package adds in front of a source's own
   */
  record Fetched(String name, SharedPackage content, String subfolder) {}

  private record Versions(Optional<List<Version>> all) {}

  /** The version that is installed for a call. */
  Version version(ModuleCall call, RegistryModule module)
      throws ModuleProblemException, InterruptedException {
    List<Version> versions = versions(call, module);
    Optional<VersionConstraints> constraints = call.version().flatMap(VersionConstraints::parse);
    return new VersionChoice(constraints)
        .newest(versions)
        .orElseThrow(
            () ->
                ModuleProblemException.at(
                    call,
                    "Unresolvable module version constraint",
                    "There is no available version of module \""
                        + module
                        + "\" ("
                        + ModuleProblemException.place(call)
                        + ") which matches the given version constraint. The newest available"
                        + " version is "
                        + VersionChoice.newestRelease(versions)
                        + (versions.size() > 1
                            ? ".\n\nAvailable: " + VersionChoice.shown(versions)
                            : "")
                        + "."));
  }

  private List<Version> versions(ModuleCall call, RegistryModule module)
      throws ModuleProblemException, InterruptedException {
    String named = "module \"" + call.name() + "\" (" + ModuleProblemException.place(call) + ")";
    Optional<List<Version>> versions;
    try {
      versions =
          tasks
              .once(
                  "versions " + module,
                  Versions.class,
                  () -> new Versions(sources.registry().versions(module.host(), module.path())))
              .all();
    } catch (RegistryException e) {
      throw e.kind() == RegistryException.Kind.NOT_FOUND
          ? ModuleProblemException.at(
              call,
              "Module not found",
              "Module \""
                  + call.name()
                  + "\" (from "
                  + ModuleProblemException.place(call)
                  + ") cannot be found in the module registry at "
                  + module.host()
                  + ".")
          : failed(call, named, module.host(), e.text());
    } catch (IOException e) {
      throw failed(call, named, module.host(), String.valueOf(e.getMessage()));
    }
    if (versions.isEmpty()) {
      throw ModuleProblemException.at(
          call,
          "Invalid response from remote module registry",
          "The registry at "
              + module.host()
              + " returned an invalid response when available versions were requested for "
              + named
              + ".");
    }
    if (versions.get().isEmpty()) {
      throw ModuleProblemException.at(
          call,
          "Module has no versions",
          "Module \""
              + module
              + "\" ("
              + ModuleProblemException.place(call)
              + ") has no versions available on "
              + module.host()
              + ".");
    }
    return versions.get();
  }

  private static ModuleProblemException failed(
      ModuleCall call, String named, String host, String why) {
    return ModuleProblemException.at(
        call,
        REGISTRY_FAILED,
        "Failed to retrieve available versions for "
            + named
            + " from "
            + host
            + ": "
            + dotted(why));
  }

  private static String dotted(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** The package of a version. */
  Fetched ofRegistry(ModuleCall call, RegistryModule module, Version version)
      throws ModuleProblemException, InterruptedException {
    String name = module + " " + version;
    String location;
    try {
      location =
          tasks.once(
              "location " + name,
              String.class,
              () -> sources.registry().location(module.host(), module.path(), version));
    } catch (IOException e) {
      String why =
          e instanceof RegistryException known ? known.text() : String.valueOf(e.getMessage());
      throw ModuleProblemException.at(
          call,
          REGISTRY_FAILED,
          "Failed to retrieve a download URL for "
              + name
              + " from "
              + module.host()
              + ": "
              + dotted(why));
    }
    try {
      ModuleSource.Remote remote = PackageFetcher.remote(location);
      return new Fetched(
          name,
          fetched("answered ", remote.packageAddress(), sources.fetcher().answered()),
          remote.subfolder());
    } catch (IOException e) {
      throw notDownloaded(call, shown(location), e);
    }
  }

  /** Locations may hold signatures that are as good as passwords. */
  private static String shown(String location) {
    int query = location.indexOf('?');
    return query < 0 ? location : location.substring(0, query);
  }

  /** The package of an address. */
  Fetched ofAddress(ModuleCall call, PackageAddress address)
      throws ModuleProblemException, InterruptedException {
    try {
      return new Fetched(address.shown(), fetched("written ", address, sources.fetcher()), "");
    } catch (IOException e) {
      throw notDownloaded(call, address.shown(), e);
    }
  }

  private SharedPackage fetched(String by, PackageAddress address, PackageFetcher fetcher)
      throws IOException, InterruptedException {
    return tasks.once(
        by + address,
        SharedPackage.class,
        () -> {
          Path place = scratch.path().resolve("package-" + number.incrementAndGet());
          fetcher.fetch(address, place);
          return new SharedPackage(place);
        });
  }

  private static ModuleProblemException notDownloaded(ModuleCall call, String from, IOException e) {
    String why = e instanceof FetchException ? String.valueOf(e.getMessage()) : FileReason.of(e);
    return ModuleProblemException.at(
        call,
        "Failed to download module",
        "Could not download module \""
            + call.name()
            + "\" ("
            + ModuleProblemException.place(call)
            + ") source code from \""
            + from
            + "\": "
            + dotted(why));
  }
}
