package dev.ingot.state.local;

import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The snapshot and what belongs to it: read, and replaced all at once. */
final class SnapshotFile {
  private final StatePaths paths;
  private final Storage storage;
  private Optional<Storage.Stamp> known = Optional.empty();
  private boolean backedUp;

  SnapshotFile(StatePaths paths, Storage storage) {
    this.paths = paths;
    this.storage = storage;
  }

  /** Something done to files. */
  @FunctionalInterface
  interface FileAction<T> {
    T run() throws IOException;
  }

  /** Does something to files; what goes wrong becomes a message. */
  static <T> T reading(Path file, FileAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new StateException("The state " + file + " cannot be read: " + reason(e) + ".", e);
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileSystemException known when known.getReason() != null ->
          String.valueOf(known.getReason());
      default -> String.valueOf(e.getMessage());
    };
  }

  Path journal() {
    return paths.write().resolveSibling(paths.write().getFileName() + ".journal");
  }

  Path file() {
    return paths.write();
  }

  Optional<byte[]> readSnapshot() {
    return reading(paths.read(), () -> storage.read(paths.read()));
  }

  Optional<byte[]> readJournal() {
    return reading(journal(), () -> storage.read(journal()));
  }

  Optional<byte[]> readBackup() {
    return paths.backup().flatMap(file -> reading(file, () -> storage.read(file)));
  }

  Optional<Storage.Stamp> stamp() {
    return reading(paths.read(), () -> storage.stamp(paths.read()));
  }

  /** Takes what is there now as what this process knows. */
  void remember() {
    known = reading(paths.write(), () -> storage.stamp(paths.write()));
  }

  /** Fails if another program has written the snapshot since. */
  void checkUnchanged() {
    Optional<Storage.Stamp> now = reading(paths.write(), () -> storage.stamp(paths.write()));
    boolean untouched =
        now.equals(known) || (known.isEmpty() && now.filter(s -> s.size() > 0).isEmpty());
    if (!untouched) {
      throw new StateException(
          "The state "
              + paths.write()
              + " was changed by another program while it was locked here. It was not overwritten;"
              + " the changes made here are in "
              + journal()
              + ".");
    }
  }

  /**
   * Replaces the snapshot, keeping the one before as its backup once.
   *
   * @param beforeRename is given the file that is about to become the snapshot
   */
  void replace(byte[] bytes, Consumer<Path> beforeRename) {
    Path beside = beside(paths.write(), ".tmp");
    try {
      storage.createFolders(folder(paths.write()));
      try (Storage.Appender out = storage.create(beside)) {
        out.write(bytes, 0, bytes.length);
        out.sync();
      }
      keepBackup();
      beforeRename.accept(beside);
      storage.rename(beside, paths.write());
      storage.syncFolder(folder(paths.write()));
      remember();
    } catch (IOException e) {
      discard(beside);
      throw new StateException(
          "The state "
              + paths.write()
              + " cannot be written: "
              + reason(e)
              + ". The one before is untouched, and what was reported as complete since is in "
              + journal()
              + ": the next run takes it up.",
          e);
    }
  }

  private void discard(Path file) {
    try {
      storage.delete(file);
    } catch (IOException _) {
      // The next snapshot overwrites it.
    }
  }

  private void keepBackup() throws IOException {
    if (backedUp || paths.backup().isEmpty() || known.filter(s -> s.size() > 0).isEmpty()) {
      return;
    }
    Path backup = paths.backup().get();
    Path beside = beside(backup, ".tmp");
    // The snapshot is replaced, never written into: a second name keeps it without copying.
    storage.link(paths.write(), beside);
    storage.rename(beside, backup);
    storage.syncFolder(folder(backup));
    backedUp = true;
  }

  void deleteJournal() {
    try {
      storage.delete(journal());
      storage.syncFolder(folder(journal()));
    } catch (IOException e) {
      throw new StateException(
          "The journal " + journal() + " cannot be deleted: " + reason(e) + ".", e);
    }
  }

  /** Keeps a copy of the journal as it is. */
  void copyJournal(String suffix) throws IOException {
    byte[] content = storage.read(journal()).orElse(new byte[0]);
    Path copy = journal().resolveSibling(journal().getFileName() + "." + suffix);
    try (Storage.Appender out = storage.create(copy)) {
      out.write(content, 0, content.length);
      out.sync();
    }
    storage.syncFolder(folder(copy));
  }

  /** Gives a journal of another state another name. */
  void setJournalAside(String suffix) {
    Path aside = journal().resolveSibling(journal().getFileName() + "." + suffix);
    try {
      storage.rename(journal(), aside);
      storage.syncFolder(folder(journal()));
    } catch (IOException e) {
      throw new StateException(
          "The journal " + journal() + " cannot be renamed: " + reason(e) + ".", e);
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling("." + file.getFileName() + suffix);
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }
}
