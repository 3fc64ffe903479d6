package dev.ingot.state.local;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
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

  /** Something done to files. */
  @FunctionalInterface
  private interface FileAction<T> {
    T run() throws IOException;
  }

  /** Does something to files; what goes wrong becomes a message. */
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
    held.ifPresent(HeldLock::lockStateFile);
    backedUp = false;
    return content.map(bytes -> new Snapshot(bytes, stamp.map(LocalSnapshots::text).orElse("")));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return backup.flatMap(kept -> reading(kept, () -> storage.read(kept)));
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
        next.write(write.content(), 0, write.content().length);
        next.sync();
        if (write.expected().isPresent()) {
          keepBackup(next.target());
        }
        held.ifPresent(lock -> lock.follow(next.fresh()));
        next.commit();
      }
      return version(workspace).orElse("");
    } catch (IOException e) {
      throw new StateException(
          "The state "
              + file
              + " cannot be written: "
              + StateException.reason(e)
              + ". The one before is untouched.",
          e);
    }
  }

  private void keepBackup(Path present) throws IOException {
    if (backedUp || backup.isEmpty()) {
      return;
    }
    Path kept = storage.resolve(backup.get());
    Path fresh = storage.freshName(kept);
    // The snapshot is replaced, never written into: a second name keeps it without copying.
    storage.link(present, fresh);
    storage.rename(fresh, kept);
    storage.syncFolder(folder(kept));
    backedUp = true;
  }

  /** Deletes the half-written snapshots of killed processes; only under the lock. */
  private void removeLeftovers() {
    try {
      for (Path left : storage.leftovers(storage.resolve(file))) {
        storage.delete(left);
      }
    } catch (IOException _) {
      // They only take up room.
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
    removeLeftovers();
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
