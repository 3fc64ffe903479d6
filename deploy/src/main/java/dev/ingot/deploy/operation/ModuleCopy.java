package dev.ingot.deploy.operation;

import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Begins a configuration with a copy of a module ({@code init -from-module}). */
public final class ModuleCopy {
  private ModuleCopy() {}

  /**
   * Copies a module of this machine into a folder that must be empty; hidden files stay behind.
   *
   * @param source a path, relative to the folder
   * @return what kept it from being done
   */
  public static List<Diagnostic> into(Path folder, String source) throws IOException {
    if (!isEmpty(folder)) {
      return List.of(
          Diagnostic.error(
              "Can't populate non-empty directory",
              "The target directory . is not empty, so it cannot be initialized with the"
                  + " -from-module=... option."));
    }
    if (!source.startsWith("./") && !source.startsWith("../") && !Path.of(source).isAbsolute()) {
      return List.of(
          Diagnostic.error(
              "Failed to download module",
              "The module \""
                  + source
                  + "\" is not on this machine, and installing modules is not supported yet. Give"
                  + " the path of a folder, beginning with \"./\" or \"../\"."));
    }
    Path module = folder.resolve(source).normalize();
    if (!Files.isDirectory(module)) {
      return List.of(
          Diagnostic.error(
              "Failed to download module",
              "The folder \"" + source + "\" could not be found. Give the path of a module."));
    }
    if (folder.toAbsolutePath().normalize().startsWith(module.toAbsolutePath())) {
      return List.of(
          Diagnostic.error(
              "Failed to download module",
              "The folder \"" + source + "\" contains the target folder."));
    }
    copy(module, folder);
    return List.of();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(ModuleCopy::isHidden);
    }
  }

  private static boolean isHidden(Path path) {
    return String.valueOf(path.getFileName()).startsWith(".");
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> entries;
    try (Stream<Path> all = Files.list(from)) {
      entries = all.filter(entry -> !isHidden(entry)).sorted().toList();
    }
    for (Path entry : entries) {
      Path target = to.resolve(String.valueOf(entry.getFileName()));
      if (Files.isDirectory(entry)) {
        Files.createDirectories(target);
        copy(entry, target);
      } else {
        Files.copy(entry, target);
      }
    }
  }
}
