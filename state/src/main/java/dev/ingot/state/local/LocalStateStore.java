package dev.ingot.state.local;

import dev.ingot.state.Environment;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.lock.FileLocks;
import dev.ingot.state.lock.Locks;
import dev.ingot.state.session.SessionStateStore;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.Storage;

/**
 * A state in files of this machine: a snapshot ({@code terraform.tfstate}), its backup, a journal
 * while it is being changed, and a lock.
 */
public final class LocalStateStore implements StateStore {
  // A file holds the state of one workspace, whatever its name.
  private static final String ONLY = "";

  private final SessionStateStore store;

  /** A store; nothing is read or written before it is asked for. */
  public LocalStateStore(StatePaths paths, Storage storage, Locks locks, Environment environment) {
    LocalSnapshots target = LocalSnapshots.target(paths, storage, locks);
    this.store =
        new SessionStateStore(
            ONLY,
            paths.read().equals(paths.write())
                ? target
                : LocalSnapshots.source(paths, storage, locks),
            target,
            target,
            paths.write().resolveSibling(paths.write().getFileName() + ".journal"),
            storage,
            environment);
  }

  /** A store in the real file system. */
  public static LocalStateStore onDisk(StatePaths paths, Environment environment) {
    return new LocalStateStore(paths, new FileStorage(), new FileLocks(), environment);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public StateReading read() {
    return store.read();
  }

  @Override
  public StateSession open(LockRequest request) {
    return store.open(request);
  }

  @Override
  public void forceUnlock(String id) {
    store.forceUnlock(id);
  }
}
