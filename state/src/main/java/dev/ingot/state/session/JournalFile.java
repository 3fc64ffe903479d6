package dev.ingot.state.session;

import dev.ingot.state.StateException;
import dev.ingot.storage.Access;
import dev.ingot.storage.Digest;
import dev.ingot.storage.Replacement;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file a journal is in, on this machine.
 *
 * @param path the file
 */
record JournalFile(Path path, Storage storage) {
  /**
   * The failure of an operation on the journal.
   *
   * @param operation as a participle, such as {@code written}
   * @param consequence a sentence after a space; may be empty
   */
  StateException failure(String operation, String consequence, IOException e) {
    return new StateException(
        "The journal "
            + path
            + " cannot be "
            + operation
            + ": "
            + StateException.reason(e)
            + "."
            + consequence,
        e);
  }

  Optional<byte[]> read() {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw failure("read", "", e);
    }
  }

  boolean exists() {
    try {
      return storage.stamp(path).isPresent();
    } catch (IOException e) {
      throw failure("read", "", e);
    }
  }

  void delete() {
    if (!exists()) {
      return;
    }
    try {
      storage.delete(path);
      storage.syncFolder(folder());
    } catch (IOException e) {
      throw failure("deleted", "", e);
    }
  }

  /**
   * Keeps a copy of a damaged journal as it is.
   *
   * @return where; empty if there is no journal, or no copy can be written
   */
  Optional<Path> keep() {
    try {
      Optional<byte[]> content = storage.read(path);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      // The same damage gets the same name, however often it is met.
      String name =
          path.getFileName() + ".damaged-" + Digest.of(content.get()).hex().substring(0, 8);
      Path copy = path.resolveSibling(name);
      Replacement.write(storage, copy, content.get(), Access.PRIVATE);
      return Optional.of(copy);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Gives a journal of another state another name. */
  void setAside(String suffix) {
    Path aside = path.resolveSibling(path.getFileName() + "." + suffix);
    try {
      storage.rename(path, aside);
      storage.syncFolder(folder());
    } catch (IOException e) {
      throw failure("renamed", "", e);
    }
  }

  /** The folder it is in. */
  Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
