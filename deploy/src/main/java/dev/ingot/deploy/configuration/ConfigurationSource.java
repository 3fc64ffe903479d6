package dev.ingot.deploy.configuration;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The source of configuration files: a folder or a saved plan. Paths use {@code /}. */
public interface ConfigurationSource {
  /**
   * The names of the files in a folder, in any order; empty if there is no such folder.
   *
   * @param folder relative to the root module's; empty for that one itself
   */
  Optional<List<String>> files(String folder) throws IOException;

  /**
   * The text of a file.
   *
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  String read(String path) throws IOException;

  /** The text of the list of installed modules; empty if there is none. */
  Optional<String> manifest() throws IOException;

  /** A source whose files are kept in memory, by their paths. */
  static ConfigurationSource stored(java.util.Map<String, String> contents) {
    return new StoredSource(contents);
  }
}
