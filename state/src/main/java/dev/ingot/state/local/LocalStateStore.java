package dev.ingot.state.local;

import dev.ingot.state.Environment;
import dev.ingot.state.LockInfo;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Notice;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.WorkingState;
import dev.ingot.state.lock.FileLocks;
import dev.ingot.state.lock.Locks;
import dev.ingot.state.lock.Locks.HeldLock;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A state in files of this machine: a snapshot ({@code terraform.tfstate}), its backup, a journal
 * while it is being changed, and a lock.
 */
public final class LocalStateStore implements StateStore {
  private static final int ATTEMPTS = 20;

  private final StatePaths paths;
  private final Storage storage;
  private final Locks locks;
  private final Environment environment;

  /** A store; nothing is read or written before it is asked for. */
  public LocalStateStore(StatePaths paths, Storage storage, Locks locks, Environment environment) {
    this.paths = paths;
    this.storage = storage;
    this.locks = locks;
    this.environment = environment;
  }

  /** A store in the real file system. */
  public static LocalStateStore onDisk(StatePaths paths, Environment environment) {
    return new LocalStateStore(paths, new FileStorage(), new FileLocks(), environment);
  }

  @Override
  public String location() {
    return paths.read().toString();
  }

  @Override
  public StateReading read() {
    Found found = Found.in(new SnapshotFile(paths, storage), environment.program());
    Recovery recovery = found.recovery();
    List<Notice> notices = new ArrayList<>(found.notices());
    notices.addAll(recovery.notices());
    State state = found.snapshot();
    if (!recovery.changes().isEmpty()) {
      String lineage = state.lineage().isEmpty() ? recovery.lineage() : state.lineage();
      WorkingState working = new WorkingState(state.as(state.serial(), lineage));
      recovery.changes().forEach(working::apply);
      state = working.snapshot();
    }
    boolean exists = found.hasSnapshot() || !recovery.changes().isEmpty();
    return new StateReading(state, exists, recovery.unresolved(), notices);
  }

  @Override
  public StateSession open(LockRequest request) {
    Optional<HeldLock> lock =
        request.locking()
            ? Optional.of(locks.acquire(paths.write(), info(request), request.timeout()))
            : Optional.empty();
    try {
      SnapshotFile files = new SnapshotFile(paths, storage);
      Found found = stable(files, lock);
      LocalSession session =
          new LocalSession(files, storage, environment, lock, found, lineage(found));
      session.recover(found, environment.clock().instant());
      return session;
    } catch (RuntimeException e) {
      lock.ifPresent(HeldLock::close);
      throw e;
    }
  }

  /** Reading a file ends the locks on it, so it is locked again and must not have changed. */
  private Found stable(SnapshotFile files, Optional<HeldLock> lock) {
    for (int attempt = 1; ; attempt++) {
      files.remember();
      var before = files.stamp();
      Found found = Found.in(files, environment.program());
      lock.ifPresent(HeldLock::lockStateFile);
      if (before.equals(files.stamp()) || attempt == ATTEMPTS) {
        return found;
      }
    }
  }

  private String lineage(Found found) {
    if (!found.snapshot().lineage().isEmpty()) {
      return found.snapshot().lineage();
    }
    if (!found.recovery().lineage().isEmpty()) {
      return found.recovery().lineage();
    }
    return uuid();
  }

  private String uuid() {
    long most = (environment.random().nextLong() & ~0xf000L) | 0x4000L;
    long least = (environment.random().nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(most, least).toString();
  }

  private LockInfo info(LockRequest request) {
    return new LockInfo(
        uuid(),
        request.operation(),
        request.info(),
        environment.who(),
        environment.version(),
        environment.clock().instant(),
        paths.write().toString());
  }

  @Override
  public void forceUnlock(String id) {
    locks.force(paths.write(), id);
  }
}
