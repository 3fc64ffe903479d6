package dev.ingot.deploy.configuration;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files in memory. */
record StoredSource(Map<String, String> contents) implements ConfigurationSource {
  StoredSource {
    contents = Map.copyOf(contents);
  }

  @Override
  public Optional<List<String>> files(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    List<String> names = new ArrayList<>();
    for (String path : contents.keySet()) {
      if (path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0) {
        names.add(path.substring(prefix.length()));
      }
    }
    return Optional.of(names);
  }

  @Override
  public Optional<String> manifest() {
    return Optional.ofNullable(contents.get(ModuleManifest.FILE));
  }

  @Override
  public String read(String path) throws IOException {
    String content = contents.get(path);
    if (content == null) {
      throw new FileNotFoundException(path);
    }
    return content;
  }
}
