package dev.ingot.state;

import dev.ingot.state.storage.Storage;

/** A state in files of this machine: a snapshot, its backup, a journal and a lock. */
public final class LocalStateStore implements StateStore {
  private final StatePaths paths;
  private final Storage storage;
  private final Environment environment;

  /** A store; nothing is read or written before it is asked for. */
  public LocalStateStore(StatePaths paths, Storage storage, Environment environment) {
    this.paths = paths;
    this.storage = storage;
    this.environment = environment;
  }

  @Override
  public String location() {
    return paths.read().toString();
  }

  @Override
  public StateReading read() {
    throw new UnsupportedOperationException("in work " + storage + environment);
  }

  @Override
  public StateSession open(LockRequest request) {
    throw new UnsupportedOperationException("in work");
  }

  @Override
  public void forceUnlock(String id) {
    throw new UnsupportedOperationException("in work");
  }
}
