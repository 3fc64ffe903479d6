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
 */
public record FolderSource(Path root) implements ConfigurationSource {
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
