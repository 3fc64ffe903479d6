package dev.ingot.platform.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The deletions of a layer, kept in a list beside its directory, since not every host permits
 * creating white-outs.
 */
final class LayerMarks {
  private static final String SUFFIX = ".marks";

  private LayerMarks() {}

  /** The file with a layer's list. */
  static Path file(Path layer) {
    return layer.resolveSibling(layer.getFileName() + SUFFIX);
  }

  /**
   * Paths to delete from the layers below before this one is applied: white-outs and opaque
   * directories.
   */
  static List<String> deletions(Path layer) throws IOException {
    List<String> paths = new ArrayList<>();
    for (String line : lines(layer)) {
      paths.add(line.substring(2));
    }
    return paths;
  }

  /** Paths that only mark a deletion. */
  static List<String> whiteouts(Path layer) throws IOException {
    return lines(layer).stream()
        .filter(line -> line.startsWith("w "))
        .map(line -> line.substring(2))
        .toList();
  }

  private static List<String> lines(Path layer) throws IOException {
    Path file = file(layer);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("w ") || line.startsWith("o "))
        .toList();
  }
}
