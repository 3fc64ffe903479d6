package dev.ingot.deploy.configuration;

import dev.ingot.lang.BoundedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files in a folder and the folders it refers to. Rules: the documented precedence of OpenTofu's
 * files.
 *
 * @param root the root module's folder
 * @param data the folder with the list of installed modules
 * @param additions whether files named {@code .tofu} belong to a configuration, instead of those
 *     with the same name and {@code .tf}
 */
public record FolderSource(Path root, Path data, boolean additions) implements ConfigurationSource {
  private static final String TERRAFORM = ".tf";
  private static final String OPEN_TOFU = ".tofu";
  private static final String JSON = ".json";

  /** The files of Terraform's language, with the usual data folder. */
  public FolderSource(Path root) {
    this(root, root.resolve(".terraform"), false);
  }

  /** The files of Terraform's language. */
  public FolderSource(Path root, Path data) {
    this(root, data, false);
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
          chosen(
              entries
                  .filter(entry -> !Files.isDirectory(entry))
                  .map(entry -> String.valueOf(entry.getFileName()))
                  .toList()));
    }
  }

  private List<String> chosen(List<String> names) {
    List<String> tofu = names.stream().filter(FolderSource::isAddition).toList();
    if (tofu.isEmpty()) {
      return names;
    }
    Set<String> left = new HashSet<>(additions ? names : List.of());
    return names.stream()
        .filter(name -> additions ? !left.contains(addition(name)) : !isAddition(name))
        .toList();
  }

  /** Whether a file is one that only OpenTofu reads. */
  static boolean isAddition(String name) {
    return name.endsWith(OPEN_TOFU) || name.endsWith(OPEN_TOFU + JSON);
  }

  /** The name of the file that is read instead of one, if it is there. */
  private static String addition(String name) {
    String json = name.endsWith(JSON) ? JSON : "";
    String base = name.substring(0, name.length() - json.length());
    return base.endsWith(TERRAFORM)
        ? base.substring(0, base.length() - TERRAFORM.length()) + OPEN_TOFU + json
        : "";
  }

  @Override
  public String read(String path) throws IOException {
    byte[] bytes = BoundedFile.read(root.resolve(path));
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
