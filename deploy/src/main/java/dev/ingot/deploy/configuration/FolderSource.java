package dev.ingot.deploy.configuration;

import dev.ingot.lang.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files in a folder and the folders it refers to.
 *
 * @param root the root module's folder
 * @param data the folder with the list of installed modules
 */
public record FolderSource(Path root, Path data) implements ConfigurationSource {
  /** With the usual data folder. */
  public FolderSource(Path root) {
    this(root, root.resolve(".terraform"));
  }

  @Override
  public Optional<String> manifest() throws IOException {
    Path file = data.resolve(ModuleManifest.FILE);
    return Files.exists(file)
        ? Optional.of(new String(BoundedFile.read(file), StandardCharsets.UTF_8))
        : Optional.empty();
  }

  @Override
  public Optional<List<String>> files(String folder) throws IOException {
    Path place = root.resolve(folder);
    if (!Files.isDirectory(place)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(place)) {
      return Optional.of(
          entries
              .filter(entry -> !Files.isDirectory(entry))
              .map(entry -> String.valueOf(entry.getFileName()))
              .toList());
    }
  }

  @Override
  public String read(String path) throws IOException {
    byte[] bytes = BoundedFile.read(root.resolve(path));
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
