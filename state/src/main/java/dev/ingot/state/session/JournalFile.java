package dev.ingot.state.session;

import dev.ingot.state.StateException;
import dev.ingot.storage.Access;
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
  Optional<byte[]> read() {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw new StateException(
          "The journal " + path + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  void delete() {
    try {
      storage.delete(path);
      storage.syncFolder(folder());
    } catch (IOException e) {
      throw new StateException(
          "The journal " + path + " cannot be deleted: " + StateException.reason(e) + ".", e);
    }
  }

  /** Keeps a copy of the journal as it is. */
  void copy(String suffix) throws IOException {
    byte[] content = storage.read(path).orElse(new byte[0]);
    Path copy = path.resolveSibling(path.getFileName() + "." + suffix);
    Replacement.write(storage, copy, content, Access.PRIVATE);
  }

  /** Gives a journal of another state another name. */
  void setAside(String suffix) {
    Path aside = path.resolveSibling(path.getFileName() + "." + suffix);
    try {
      storage.rename(path, aside);
      storage.syncFolder(folder());
    } catch (IOException e) {
      throw new StateException(
          "The journal " + path + " cannot be renamed: " + StateException.reason(e) + ".", e);
    }
  }

  /** The folder it is in. */
  Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
