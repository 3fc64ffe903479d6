package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import java.nio.file.Path;
import java.time.Duration;

/** Locks in memory: of one machine, whose processes are the callers. */
public final class FakeLocks implements Locks {
  private final Holders<Path> holders = new Holders<>();

  @Override
  public HeldLock acquire(Path state, LockInfo info, Duration timeout) {
    return new Held(holders, state, info, holders.acquire(state, info));
  }

  @Override
  public void force(Path state, String id) {
    holders.force(state, id);
  }

  /** The holder of a lock has died. */
  public void holderDied(Path state) {
    holders.died(state);
  }

  private record Held(Holders<Path> holders, Path state, LockInfo info, long token)
      implements HeldLock {
    @Override
    public void verify() {
      holders.verify(state, token);
    }

    @Override
    public void follow(Path replacement) {}

    @Override
    public void lockStateFile() {}

    @Override
    public void close() {
      holders.release(state, info);
    }
  }
}
