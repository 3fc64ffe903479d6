package dev.ingot.deploy.install;

import dev.ingot.deploy.fetch.FetchException;
import dev.ingot.deploy.fetch.PackageFetcher;
import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.deploy.source.RegistryModule;
import dev.ingot.deploy.source.SourceParser;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException;
import dev.ingot.storage.FolderTree;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Begins a configuration with a copy of a module ({@code init -from-module}).
 *
 * @param folder which must be empty but for hidden files
 * @param data the data folder
 */
public record ModuleCopy(Path folder, Path data, ModuleSources sources) {
  private static final String FAILED = "Failed to download module";

  /**
   * Copies a module; hidden files stay behind.
   *
   * @param source as in a module block; a path is relative to the folder
   * @return what kept it from being done
   */
  public List<Diagnostic> of(String source) throws IOException {
    if (!isEmpty()) {
      return List.of(
          Diagnostic.error(
              "Can't populate non-empty directory",
              "The target directory . is not empty, so it cannot be initialized with the"
                  + " -from-module=... option."));
    }
    SourceParser.Parsed parsed = SourceParser.parse(source);
    if (parsed.source().isEmpty()) {
      return List.of(
          Diagnostic.error("Invalid module source address", parsed.problem().orElseThrow()));
    }
    return switch (parsed.source().get()) {
      case ModuleSource.Local(var _, String path) -> beside(source, path);
      case ModuleSource.Registry registry -> downloaded(source, place -> registry(registry, place));
      case ModuleSource.Remote remote ->
          downloaded(
              source,
              place -> {
                sources.fetcher().fetch(remote.packageAddress(), place);
                return remote.subfolder();
              });
    };
  }

  private List<Diagnostic> beside(String source, String path) throws IOException {
    Path module = folder.resolve(path).normalize();
    if (!Files.isDirectory(module)) {
      return failed("The folder \"" + source + "\" could not be found. Give the path of a module.");
    }
    return copied(source, module);
  }

  /** Downloads a package; returns the folder of the module in it. */
  @FunctionalInterface
  private interface Download {
    String to(Path place) throws IOException;
  }

  private List<Diagnostic> downloaded(String source, Download download) throws IOException {
    Path modules = Files.createDirectories(data.resolve("modules"));
    try (ScratchFolder scratch = ScratchFolder.create(modules, ".download-")) {
      scratch.removeAbandoned();
      Path place = scratch.path().resolve("package");
      String subfolder = download.to(place);
      String found = subfolder.isEmpty() ? "" : PackageFetcher.subfolder(place, subfolder);
      return copied(source, place.resolve(found));
    } catch (RegistryException e) {
      return e.kind() == RegistryException.Kind.NOT_FOUND
          ? List.of(
              Diagnostic.error(
                  "Module not found",
                  "The module \"" + source + "\" cannot be found in its module registry."))
          : List.of(
              Diagnostic.error(
                  "Error accessing remote module registry",
                  "Failed to ask for the module \"" + source + "\": " + e.text()));
    } catch (FetchException e) {
      return failed("Could not download the module \"" + source + "\": " + e.getMessage());
    }
  }

  private String registry(ModuleSource.Registry source, Path place) throws IOException {
    RegistryModule module = source.module();
    List<Version> versions =
        sources.registry().versions(module.host(), module.path()).orElse(List.of());
    Version version =
        new VersionChoice(Optional.empty())
            .newest(versions)
            .orElseThrow(() -> new FetchException("it has no versions on " + module.host()));
    ModuleSource.Remote remote =
        PackageFetcher.remote(sources.registry().location(module.host(), module.path(), version));
    sources.fetcher().answered().fetch(remote.packageAddress(), place);
    return ModuleSource.cleaned(remote.subfolder() + "/" + source.subfolder());
  }

  private static List<Diagnostic> failed(String detail) {
    return List.of(Diagnostic.error(FAILED, detail.endsWith(".") ? detail : detail + "."));
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(entry -> isHidden(String.valueOf(entry.getFileName())));
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".");
  }

  private List<Diagnostic> copied(String source, Path module) throws IOException {
    Path from = module.toRealPath();
    if (folder.toRealPath().startsWith(from)) {
      return failed("The folder \"" + source + "\" contains the target folder.");
    }
    FolderTree.copy(from, folder, name -> !isHidden(name));
    return List.of();
  }
}
