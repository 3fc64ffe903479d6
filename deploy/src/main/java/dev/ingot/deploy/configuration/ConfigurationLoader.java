package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceFile;
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
  private boolean rootRefused;

  /**
   * @param source the files
   * @param diagnostics receives problems
   */
  public ConfigurationLoader(ConfigurationSource source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads everything; returns what could be read even if there are errors.
   *
   * @param folder the root module's, as the source names it; empty for the source's own
   */
  public ModuleTree load(String folder) {
    ModuleTree root = tree(List.of(), folder, Optional.empty(), List.of()).orElseGet(this::empty);
    if (!rootRefused) {
      new PassedProviders(diagnostics).check(root);
    }
    return root;
  }

  /** Reads the root module alone; returns what could be read even if there are errors. */
  public ModuleConfiguration loadRoot() {
    return files("", Optional.empty())
        .map(found -> new ModuleReader(diagnostics, "", "").read(found))
        .orElseGet(() -> empty().module());
  }

  /** The text of every file read, by its path relative to the root module. */
  public Map<String, String> contents() {
    return contents;
  }

  private ModuleTree empty() {
    ModuleConfiguration nothing = new ModuleReader(diagnostics, "", "").read(Map.of());
    return new ModuleTree(List.of(), nothing, Map.of());
  }

  private Optional<ModuleTree> tree(
      List<String> path, String folder, Optional<ModuleCall> caller, List<String> callers) {
    Optional<Map<String, SourceFile>> files = files(folder, caller);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    String moduleText =
        caller
            .map(
                call -> "module." + String.join(".module.", path) + " (from " + call.source() + ")")
            .orElse("");
    ModuleConfiguration module =
        new ModuleReader(diagnostics, folder, moduleText).read(files.get());
    Map<String, ModuleTree> children = new LinkedHashMap<>();
    if (caller.isEmpty() && diagnostics.hasErrors()) {
      // The modules it calls and their arguments are not certain then.
      rootRefused = true;
      return Optional.of(new ModuleTree(path, module, children));
    }
    if (caller.isPresent()) {
      refuseRootBlocks(module, path);
    }
    List<String> chain = new ArrayList<>(callers);
    chain.add(folder);
    for (ModuleCall call : module.calls().values()) {
      child(call, path, folder, chain).ifPresent(child -> children.put(call.name(), child));
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

  private Optional<ModuleTree> child(
      ModuleCall call, List<String> path, String folder, List<String> chain) {
    if (!call.isLocal()) {
      diagnostics.error(
          "Module not installed",
          "The module \""
              + call.source()
              + "\" is not on this machine, and installing modules is not supported yet. Copy it"
              + " into a folder beside this configuration and use its path, beginning with \"./\""
              + " or \"../\", as the source.",
          call.declaration());
      return Optional.empty();
    }
    Optional<String> childFolder = resolve(folder, call.address().text());
    if (path.size() >= DEEPEST || chain.contains(childFolder.orElse("../"))) {
      diagnostics.error(
          "Module calls itself",
          "The module in \""
              + call.source()
              + "\" is the one that contains this call, or one that leads to it: there would be no"
              + " end of instances. Remove the call.",
          call.sourceRange());
      return Optional.empty();
    }
    List<String> childPath = new ArrayList<>(path);
    childPath.add(call.name());
    return tree(childPath, childFolder.orElse(call.source()), Optional.of(call), chain);
  }

  /** A folder relative to the root module; {@code ..} stays in front where it leads out of it. */
  private static Optional<String> resolve(String folder, String source) {
    List<String> parts = new ArrayList<>(folder.isEmpty() ? List.of() : List.of(folder.split("/")));
    for (String part : source.split("/")) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          if (parts.isEmpty() || parts.getLast().equals("..")) {
            parts.add("..");
          } else {
            parts.removeLast();
          }
        }
        default -> parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
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
      return Optional.of(new SourceFile(path, text));
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
