package dev.ingot.bake.qemu;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.storage.FolderTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** What a machine consists of on this host; closed in the reverse order of its making. */
final class HeldParts implements Closeable {
  private final Deque<Closeable> parts = new ArrayDeque<>();

  <T extends Closeable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** A folder of this user alone that is removed with the machine. */
  Path newFolder(Path parent, String prefix, BakeJournal journal, BuildIdentity build)
      throws IOException {
    Path folder = parent.resolve(prefix + UUID.randomUUID());
    JournalEntry entry = journal.record(build, new Creation.Folder(folder));
    parts.push(
        () -> {
          FolderTree.delete(folder);
          entry.removed();
        });
    return Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Also after an interrupt; the first failure is thrown when all has been tried. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    IOException first = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (first != null) {
      throw first;
    }
  }
}
