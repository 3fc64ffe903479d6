package dev.ingot.cli.template;

import dev.ingot.bake.template.TemplateFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Distinguishes image templates from configurations. */
public final class TemplatePath {
  private TemplatePath() {}

  /** Whether a path is a template, or a folder with at least one. */
  public static boolean isTemplate(Path path) throws IOException {
    return any(path, ".pkr.hcl", ".pkr.json")
        || (Files.isRegularFile(path)
            && TemplateFiles.isLegacy(String.valueOf(path.getFileName())));
  }

  /** Whether a path is a folder with files of a configuration. */
  public static boolean hasConfiguration(Path path) throws IOException {
    return Files.isDirectory(path) && any(path, ".tf", ".tf.json", ".tofu", ".tofu.json");
  }

  private static boolean any(Path path, String... endings) throws IOException {
    if (!Files.isDirectory(path)) {
      return Files.exists(path) && ends(path, endings);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        if (ends(file, endings)) {
          return true;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return false;
  }

  private static boolean ends(Path path, String... endings) {
    String name = String.valueOf(path.getFileName());
    for (String ending : endings) {
      if (name.endsWith(ending) && !name.startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
