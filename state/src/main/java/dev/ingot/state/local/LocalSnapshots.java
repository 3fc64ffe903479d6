package dev.ingot.state.local;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.lock.Locks;
import dev.ingot.state.lock.Locks.HeldLock;
import dev.ingot.state.session.Lease;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import dev.ingot.storage.Access;
import dev.ingot.storage.Replacement;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A state in a file of this machine: read, and replaced all at once. It is also what is locked,
 * since programs that know only of locks on the state file itself have to be shut out: a lock
 * follows the file to the one that replaces it, and is taken again after each reading, because
 * closing a file ends the locks of the process on it. It has one workspace; {@link LocalWorkspaces}
 * says which file is whose.
 */
final class LocalSnapshots implements SnapshotStore, Lease {
  private final Path file;
  private final Optional<Path> backup;
  private final Storage storage;
  private final Locks locks;
  private Optional<HeldLock> held = Optional.empty();
  private boolean backedUp;
  private Mark mark = Mark.NONE;

  /** What the file says of a journal. */
  private enum Mark {
    /** It is the present state. */
    NONE,
    /** Its changes are in a journal. */
    HELD,
    /** There is no state but what the journal has. */
    PLACEHOLDER
  }

  private LocalSnapshots(Path file, Optional<Path> backup, Storage storage, Locks locks) {
    this.file = file;
    this.backup = backup;
    this.storage = storage;
    this.locks = locks;
  }

  /** What is read. */
  static LocalSnapshots source(StatePaths paths, Storage storage, Locks locks) {
    return new LocalSnapshots(paths.read(), paths.backup(), storage, locks);
  }

  /** What is written. */
  static LocalSnapshots target(StatePaths paths, Storage storage, Locks locks) {
    return new LocalSnapshots(paths.write(), paths.backup(), storage, locks);
  }

  /** An operation on files. */
  @FunctionalInterface
  private interface FileAction<T> {
    T run() throws IOException;
  }

  /** Runs an operation on files; errors get a message for the user. */
  private static <T> T reading(Path file, FileAction<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new StateException(
          "The state " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
  }

  @Override
  public String location(String workspace) {
    return file.toString();
  }

  @Override
  public synchronized Optional<Snapshot> read(String workspace) {
    Optional<Storage.Stamp> stamp = stamp();
    Optional<byte[]> content = reading(file, () -> storage.read(file));
    locks.afterReading(file);
    backedUp = false;
    mark = content.map(LocalSnapshots::mark).orElse(Mark.NONE);
    return content
        .filter(bytes -> mark != Mark.PLACEHOLDER)
        .map(StateFile::released)
        .map(bytes -> new Snapshot(bytes, stamp.map(LocalSnapshots::text).orElse("")));
  }

  private static Mark mark(byte[] content) {
    if (!StateFile.isHeld(content)) {
      return Mark.NONE;
    }
    return StateFile.isPlaceholder(content) ? Mark.PLACEHOLDER : Mark.HELD;
  }

  @Override
  public synchronized boolean wasHeld(String workspace) {
    return mark != Mark.NONE;
  }

  @Override
  public synchronized Optional<String> hold(String workspace) {
    try {
      Optional<byte[]> content =
          mark == Mark.NONE ? storage.readStart(file, StateFile.SMALL) : Optional.empty();
      if (mark == Mark.NONE && content.isEmpty()) {
        byte[] placeholder = StateFile.placeholder();
        storage.createFolders(folder(file));
        try (Replacement next = Replacement.of(storage, file, Access.PRIVATE)) {
          next.write(placeholder, 0, placeholder.length);
          next.sync();
          held.ifPresent(lock -> lock.follow(next.fresh()));
          next.commit();
        }
        mark = Mark.PLACEHOLDER;
      } else if (content.filter(StateFile::canBeHeld).isPresent()) {
        storage.overwrite(file, StateFile.MARK, StateFile.HELD_DIGIT);
        mark = Mark.HELD;
      }
      held.ifPresent(HeldLock::lockStateFile);
      return version(workspace);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  @Override
  public synchronized Optional<String> release(String workspace) {
    try {
      switch (mark) {
        case NONE -> {}
        case HELD -> storage.overwrite(file, StateFile.MARK, StateFile.PLAIN_DIGIT);
        case PLACEHOLDER -> {
          storage.delete(file);
          storage.syncFolder(folder(file));
        }
      }
      mark = Mark.NONE;
      held.ifPresent(HeldLock::lockStateFile);
      return version(workspace);
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private StateException unwritten(IOException e) {
    return new StateException(
        "The state "
            + file
            + " cannot be written: "
            + StateException.reason(e)
            + ". The previous state is unchanged.",
        e);
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return backup.flatMap(kept -> reading(kept, () -> storage.read(kept))).map(StateFile::released);
  }

  @Override
  public Optional<String> version(String workspace) {
    return stamp().filter(stamp -> stamp.size() > 0).map(LocalSnapshots::text);
  }

  private Optional<Storage.Stamp> stamp() {
    return reading(file, () -> storage.stamp(file));
  }

  private static String text(Storage.Stamp stamp) {
    return stamp.file() + " " + stamp.size() + " " + stamp.modified();
  }

  /** Keeps the snapshot that was read as its backup. */
  @Override
  public synchronized String write(String workspace, SnapshotWrite write) {
    try {
      storage.createFolders(folder(file));
      try (Replacement next = Replacement.of(storage, file, Access.PRIVATE)) {
        write.text().writeTo(next.stream());
        next.sync();
        boolean keeps =
            write.expected().isPresent() && mark != Mark.PLACEHOLDER && keepBackup(next.target());
        held.ifPresent(lock -> lock.follow(next.fresh()));
        next.commit();
        if (keeps && mark == Mark.HELD) {
          releaseBackup();
        }
        mark = Mark.NONE;
      }
      return version(workspace).orElse("");
    } catch (IOException e) {
      throw unwritten(e);
    }
  }

  private boolean keepBackup(Path present) throws IOException {
    if (backedUp || backup.isEmpty()) {
      return false;
    }
    Path kept = storage.resolve(backup.get());
    Path fresh = storage.freshName(kept);
    // The snapshot is replaced, never written into: a second name keeps it without copying.
    storage.link(present, fresh);
    storage.rename(fresh, kept);
    storage.syncFolder(folder(kept));
    backedUp = true;
    return true;
  }

  /** The backup was the file itself, which was held. */
  private void releaseBackup() throws IOException {
    if (backup.isPresent()
        && storage.readStart(backup.get(), StateFile.SMALL).filter(StateFile::isHeld).isPresent()) {
      storage.overwrite(backup.get(), StateFile.MARK, StateFile.PLAIN_DIGIT);
    }
  }

  /** Deletes or repairs leftovers of killed processes; only under the lock. */
  private void tidy() {
    try {
      releaseBackup();
      for (Path left : storage.leftovers(storage.resolve(file))) {
        storage.delete(left);
      }
    } catch (IOException _) {
      // It does no harm.
    }
  }

  @Override
  public void delete(String workspace) {
    try {
      storage.delete(file);
      storage.syncFolder(folder(file));
    } catch (IOException e) {
      throw new StateException(
          "The state " + file + " cannot be deleted: " + StateException.reason(e) + ".", e);
    }
  }

  @Override
  public List<String> workspaces() {
    return List.of();
  }

  @Override
  public Held acquire(String workspace, LockInfo info, Duration timeout) {
    HeldLock lock = locks.acquire(file, info, timeout);
    tidy();
    synchronized (this) {
      held = Optional.of(lock);
    }
    return new LocalLease(lock);
  }

  @Override
  public void force(String workspace, String id) {
    locks.force(file, id);
  }

  private static Path folder(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  private final class LocalLease implements Held {
    private final HeldLock lock;

    LocalLease(HeldLock lock) {
      this.lock = lock;
    }

    @Override
    public LockInfo info() {
      return lock.info();
    }

    @Override
    public long token() {
      return lock.token();
    }

    @Override
    public void verify() {
      lock.verify();
    }

    @Override
    public void close() {
      synchronized (LocalSnapshots.this) {
        held = Optional.empty();
      }
      lock.close();
    }
  }
}
