package dev.ingot.state.lock;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Locks in memory: of one machine, whose processes are the callers. */
public final class FakeLocks implements Locks {
  private final Map<Path, LockInfo> holders = new HashMap<>();
  private final Map<Path, Long> tokens = new HashMap<>();

  @Override
  public synchronized HeldLock acquire(Path state, LockInfo info, Duration timeout) {
    if (holders.containsKey(state)) {
      throw new StateLockedException("held", Optional.of(holders.get(state)));
    }
    holders.put(state, info);
    long token = tokens.merge(state, 1L, Long::sum);
    return new Held(state, info, token);
  }

  @Override
  public synchronized void force(Path state, String id) {
    LockInfo holder = holders.get(state);
    if (holder == null || !holder.id().equals(id)) {
      throw new StateException("LocalState not locked");
    }
    tokens.merge(state, 1L, Long::sum);
    holders.remove(state);
  }

  /** The holder of a lock has died. */
  public synchronized void holderDied(Path state) {
    holders.remove(state);
  }

  private final class Held implements HeldLock {
    private final Path state;
    private final LockInfo info;
    private final long token;

    Held(Path state, LockInfo info, long token) {
      this.state = state;
      this.info = info;
      this.token = token;
    }

    @Override
    public LockInfo info() {
      return info;
    }

    @Override
    public long token() {
      return token;
    }

    @Override
    public void verify() {
      synchronized (FakeLocks.this) {
        if (tokens.getOrDefault(state, 0L) != token) {
          throw new StateFencedException("fenced");
        }
      }
    }

    @Override
    public void follow(Path replacement) {}

    @Override
    public void lockStateFile() {}

    @Override
    public void close() {
      synchronized (FakeLocks.this) {
        if (info.equals(holders.get(state))) {
          holders.remove(state);
        }
      }
    }
  }
}
