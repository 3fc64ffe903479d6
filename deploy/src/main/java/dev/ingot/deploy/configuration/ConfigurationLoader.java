package dev.ingot.deploy.configuration;

import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a root module and all modules it calls. */
public final class ConfigurationLoader {
  private static final int DEEPEST = 64;

  private final ConfigurationSource source;
  private final Diagnostics diagnostics;
  private final Map<String, String> contents = new TreeMap<>();
  private final ComputedSources sources;
  private final InstalledModules installed;
  private String rootFolder = "";
  private boolean rootRefused;

  /**
   * @param source the files
   * @param diagnostics receives problems
   */
  public ConfigurationLoader(ConfigurationSource source, Diagnostics diagnostics) {
    this(source, diagnostics, ComputedSources.none());
  }

  /**
   * @param source the files
   * @param diagnostics receives problems
   * @param sources give the sources of calls that aren't constant
   */
  public ConfigurationLoader(
      ConfigurationSource source, Diagnostics diagnostics, ComputedSources sources) {
    this.source = source;
    this.sources = sources;
    this.diagnostics = diagnostics;
    this.installed = new InstalledModules(source, diagnostics);
  }

  /**
   * Reads everything; returns what could be read even if there are errors.
   *
   * @param folder the root module's, as the source names it; empty for the source's own
   */
  public ModuleTree load(String folder) {
    rootFolder = folder;
    Place place = new Place(List.of(), folder, "", List.of(), sources);
    ModuleTree root = tree(place, Optional.empty()).orElseGet(this::empty);
    if (!rootRefused) {
      new PassedProviders(diagnostics).check(root);
    }
    return root;
  }

  /**
   * Reads the root module alone; returns what could be read even if there are errors.
   *
   * @param folder as the source names it
   */
  public ModuleConfiguration loadModule(String folder) {
    return files(folder, Optional.empty())
        .map(files -> new ModuleReader(diagnostics, folder, "", sources).read(files))
        .orElseGet(() -> empty().module());
  }

  /**
   * Tells problems of a root module apart.
   *
   * @param folder as the source names it
   */
  public RootProblems rootProblems(String folder) {
    Diagnostics syntax = new Diagnostics();
    Diagnostics versions = new Diagnostics();
    files(folder, Optional.empty())
        .ifPresent(
            files -> {
              files.values().forEach(file -> ModuleReader.parse(file, syntax));
              ModuleReader reader = new ModuleReader(diagnostics, folder, "", sources);
              reader.read(files);
              reader.checkVersions(versions);
            });
    List<Diagnostic> declarations =
        diagnostics.list().stream()
            .filter(each -> syntax.list().stream().noneMatch(other -> isSame(each, other)))
            .toList();
    return new RootProblems(declarations, versions.list());
  }

  private static boolean isSame(Diagnostic one, Diagnostic other) {
    return one.summary().equals(other.summary())
        && one.subject()
            .map(SourceRange::toString)
            .equals(other.subject().map(SourceRange::toString));
  }

  /**
   * The text of every file read, by its path relative to the root module; with the list of the
   * installed modules among them, as {@link ModuleManifest#FILE}.
   */
  public Map<String, String> contents() {
    installed.used().ifPresent(text -> contents.put(ModuleManifest.FILE, text));
    return contents;
  }

  private ModuleTree empty() {
    ModuleConfiguration nothing = new ModuleReader(diagnostics, "", "", sources).read(Map.of());
    return new ModuleTree(List.of(), nothing, Map.of());
  }

  /**
   * Where a module is.
   *
   * @param path the names of the calls that lead to it
   * @param packageFolder which its relative paths must not leave; empty where they may
   * @param callers the folders of the modules that lead to it, and its own
   * @param sources give the sources of its calls that aren't constant
   */
  private record Place(
      List<String> path,
      String folder,
      String packageFolder,
      List<String> callers,
      ComputedSources sources) {
    Place at(List<String> path, InstalledModules.Folders folders, ComputedSources inner) {
      List<String> chain = new ArrayList<>(callers);
      chain.add(folder);
      return new Place(path, folders.folder(), folders.packageFolder(), chain, inner);
    }
  }

  private Optional<ModuleTree> tree(Place place, Optional<ModuleCall> caller) {
    List<String> path = place.path();
    String folder = place.folder();
    Optional<Map<String, SourceFile>> files = files(folder, caller);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    String moduleText =
        caller
            .map(
                call -> "module." + String.join(".module.", path) + " (from " + call.source() + ")")
            .orElse("");
    ModuleReader reader = new ModuleReader(diagnostics, folder, moduleText, place.sources());
    ModuleConfiguration module = reader.read(files.get());
    Map<String, ModuleTree> children = new LinkedHashMap<>();
    if (caller.isEmpty() && diagnostics.hasErrors()) {
      // The modules it calls and their arguments are not certain then.
      rootRefused = true;
      return Optional.of(new ModuleTree(path, module, children));
    }
    reader.checkVersions(diagnostics);
    if (caller.isPresent()) {
      refuseRootBlocks(module, path);
    }
    for (ModuleCall call : module.calls().values()) {
      child(module, call, place).ifPresent(child -> children.put(call.name(), child));
    }
    return Optional.of(new ModuleTree(path, module, children));
  }

  /** Reports what is only allowed in a root module. */
  private void refuseRootBlocks(ModuleConfiguration module, List<String> path) {
    if (!module.imports().isEmpty()) {
      diagnostics.error(
          "Invalid import configuration",
          "An import block was detected in \"module."
              + String.join(".module.", path)
              + "\". Import blocks are only allowed in the root module.",
          module.imports().getFirst().declaration());
    }
    module
        .backend()
        .filter(backend -> !backend.type().equals("cloud"))
        .ifPresent(
            backend ->
                diagnostics.add(
                    Diagnostic.warning(
                        "Backend configuration ignored",
                        Phrase.of(
                            "Any selected backend applies to the entire configuration, so Ingot"
                                + " expects provider configurations only in the root module.\n\n"
                                + "This is a warning rather than an error because it's sometimes"
                                + " convenient to temporarily call a root module as a child module"
                                + " for testing purposes, but this backend configuration block will"
                                + " have no effect."),
                        backend.declaration())));
  }

  private Optional<ModuleTree> child(ModuleConfiguration module, ModuleCall call, Place caller) {
    List<String> path = new ArrayList<>(caller.path());
    path.add(call.name());
    ComputedSources inner = caller.sources().inner(module, call);
    Optional<Place> found =
        call.address() instanceof ModuleSource.Local local
            ? beside(call, local, caller, path).map(folders -> caller.at(path, folders, inner))
            : installed
                .find(call, path)
                .map(folders -> caller.at(path, folders.below(rootFolder), inner));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (path.size() > DEEPEST || caller.callers().contains(found.get().folder())) {
      diagnostics.error(
          "Module calls itself",
          "The module in \""
              + call.source()
              + "\" is the one that contains this call, or one that leads to it: there would be no"
              + " end of instances. Remove the call.",
          call.sourceRange());
      return Optional.empty();
    }
    return tree(found.get(), Optional.of(call));
  }

  private Optional<InstalledModules.Folders> beside(
      ModuleCall call, ModuleSource.Local local, Place caller, List<String> path) {
    String folder =
        caller.folder().startsWith("/")
            ? "/" + ModuleSource.cleaned(caller.folder() + "/" + local.path())
            : ModuleSource.cleaned(caller.folder() + "/" + local.path());
    if (!InstalledModules.isWithin(folder, caller.packageFolder())) {
      diagnostics.error(
          "Local module path escapes module package",
          "The given source directory for module."
              + String.join(".module.", path)
              + " would be outside of its containing package. Local source addresses starting with"
              + " \"../\" must stay within the same package that the calling module belongs to.",
          call.sourceRange());
      return Optional.empty();
    }
    if (caller.sources().installedOnly() && installed.find(call, path).isEmpty()) {
      return Optional.empty();
    }
    if (call.computed()) {
      installed.use(String.join(".", path), local.path(), folder);
    }
    return Optional.of(new InstalledModules.Folders(folder, caller.packageFolder()));
  }

  private Optional<Map<String, SourceFile>> files(String folder, Optional<ModuleCall> caller) {
    Map<String, SourceFile> files = new TreeMap<>();
    try {
      Optional<List<String>> names = source.files(folder);
      if (names.isEmpty()) {
        unreadable(folder, caller);
        return Optional.empty();
      }
      if (caller.isEmpty()) {
        NewerBlocks.warnOfQueries(names.get(), diagnostics);
      }
      for (String name : names.get()) {
        if (ModuleReader.isConfiguration(name)) {
          file(folder, name).ifPresent(file -> files.put(name, file));
        }
      }
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to read module directory",
              "The folder " + shown(folder) + " cannot be read: " + reason(e) + "."));
      return Optional.empty();
    }
    return Optional.of(files);
  }

  private void unreadable(String folder, Optional<ModuleCall> caller) {
    String detail =
        "The folder "
            + shown(folder)
            + " could not be found. A module's source is a path from the folder of the file that"
            + " calls it.";
    diagnostics.add(
        caller.isPresent()
            ? Diagnostic.error("Unreadable module directory", detail, caller.get().sourceRange())
            : Diagnostic.error("Unreadable module directory", detail));
  }

  private Optional<SourceFile> file(String folder, String name) {
    String path = folder.isEmpty() ? name : folder + "/" + name;
    try {
      String text = source.read(path);
      contents.put(path, text);
      return Optional.of(SourceFile.ofWhole(path, text));
    } catch (CharacterCodingException e) {
      diagnostics.add(
          Diagnostic.error(
              "Invalid character encoding",
              "The file " + path + " is not UTF-8 encoded. Save it as UTF-8."));
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to read file",
              "The file \"" + path + "\" could not be read: " + reason(e) + "."));
    }
    return Optional.empty();
  }

  private static String shown(String folder) {
    return folder.isEmpty() ? "\".\"" : "\"" + folder + "\"";
  }

  private static String reason(IOException e) {
    return switch (e) {
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.NoSuchFileException _ -> "it does not exist";
      case java.nio.file.FileSystemException problem when problem.getReason() != null ->
          problem.getReason();
      default -> e.getMessage() == null ? "input/output error" : e.getMessage();
    };
  }
}
