package dev.ingot.deploy.install;

import dev.ingot.deploy.configuration.ConfigurationSource;
import dev.ingot.deploy.configuration.FolderSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One module whose files are named as if they were where they are going to be.
 *
 * @param shown its folder relative to the root module; empty for that one
 */
record RelocatedSource(Path folder, String shown) implements ConfigurationSource {
  @Override
  public Optional<List<String>> files(String wanted) throws IOException {
    return new FolderSource(folder).files("");
  }

  @Override
  public String read(String path) throws IOException {
    return new FolderSource(folder).read(path.substring(shown.isEmpty() ? 0 : shown.length() + 1));
  }

  @Override
  public Optional<String> manifest() {
    return Optional.empty();
  }
}
