package dev.ingot.release.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files in the folder of a stack.
 *
 * @param folder the folder, absolute
 * @param templates whether there are Packer templates
 * @param configuration whether there is a Terraform configuration
 * @param settings the {@code *.ingot.hcl} files, by name
 */
public record StackFiles(
    Path folder, boolean templates, boolean configuration, List<Path> settings) {
  private static final String SETTINGS_ENDING = ".ingot.hcl";

  public StackFiles {
    settings = List.copyOf(settings);
  }

  /** Lists the files of a folder. */
  public static StackFiles in(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      return new StackFiles(
          folder,
          files.stream().anyMatch(file -> named(file, ".pkr.hcl", ".pkr.json")),
          files.stream().anyMatch(file -> named(file, ".tf", ".tf.json", ".tofu", ".tofu.json")),
          files.stream().filter(file -> named(file, SETTINGS_ENDING)).toList());
    }
  }

  /**
   * The texts of the settings.
   *
   * @param shownFrom the folder that the files are named from
   */
  public Map<String, String> settingsTexts(Path shownFrom) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : settings) {
      texts.put(
          shownFrom.relativize(file.toAbsolutePath()).toString(),
          Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static boolean named(Path file, String... endings) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && Stream.of(endings).anyMatch(name::endsWith);
  }
}
