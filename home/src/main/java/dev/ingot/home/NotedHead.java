package dev.ingot.home;

import dev.ingot.ledger.Head;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How far the ledger went when something was applied from a folder, noted in the folder's data
 * folder where there is one: an older copy of the whole {@code INGOT_HOME} has nothing else that
 * contradicts it. One line: how many records, the last one's hash, and the home. A note of another
 * home, or one that can't be read, says nothing.
 */
public final class NotedHead {
  private static final String NAME = "ledger-head";
  private static final int HASH_LENGTH = 64;

  private final Path file;
  private final Path home;

  private NotedHead(Path file, Path home) {
    this.file = file;
    this.home = home;
  }

  /** In the data folder of a configuration, {@code .terraform} unless the environment names one. */
  public static NotedHead in(Path folder, Map<String, String> environment, Home home) {
    String data = environment.getOrDefault("TF_DATA_DIR", "");
    return new NotedHead(
        folder.resolve(data.isEmpty() ? ".terraform" : data).resolve(NAME),
        home.folder().toAbsolutePath().normalize());
  }

  /** What was noted last. */
  public Optional<Head> read() {
    try {
      return AtomicFile.read(file).flatMap(this::parsed);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Optional<Head> parsed(String line) {
    int hash = line.indexOf(' ') + 1;
    int place = hash + HASH_LENGTH + 1;
    if (hash == 0 || line.length() < place || !line.substring(place).equals(home + "\n")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Head(
              Long.parseLong(line, 0, hash - 1, 10), line.substring(hash, hash + HASH_LENGTH)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Notes where the ledger ends now; does nothing where that isn't possible. */
  void write(Head head) {
    try {
      if (Files.isDirectory(file.resolveSibling(""))) {
        AtomicFile.write(file, head.count() + " " + head.hash() + " " + home + "\n");
      }
    } catch (IOException _) {
      // It says nothing then.
      return;
    }
  }
}
