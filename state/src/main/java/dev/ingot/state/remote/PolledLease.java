package dev.ingot.state.remote;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.lock.LockConflict;
import dev.ingot.state.remote.StoreLocks.Attempt;
import dev.ingot.state.remote.StoreLocks.Standing;
import dev.ingot.state.session.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lease over locks that don't run out: asked for again and again while another process holds it,
 * and checked now and then while it is held. It has no fencing token; a writer whose lock was
 * forced open is stopped by the next check, and by the version of what it means to replace.
 */
public final class PolledLease implements Lease {
  private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(16).toNanos();

  private final StoreLocks locks;

  /** Over the locks of a store. */
  public PolledLease(StoreLocks locks) {
    this.locks = locks;
  }

  @Override
  public Held acquire(String workspace, LockInfo info, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      switch (locks.attempt(workspace, info)) {
        case Attempt.Taken(LockInfo taken) -> {
          return new Polled(workspace, taken);
        }
        case Attempt.Refused(String problem, Optional<LockInfo> holder) -> {
          StateLockedException held =
              holder
                  .map(who -> LockConflict.locked(problem, who))
                  .orElseGet(() -> new StateLockedException(problem, Optional.empty()));
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            throw held;
          }
          pause(Math.min(pause, left), held);
          pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
      }
    }
  }

  /** Stores tell nobody when a lock is opened. An interrupted command stops waiting. */
  private static void pause(long nanos, StateLockedException held) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw held;
    }
  }

  @Override
  public void force(String workspace, String id) {
    locks.force(workspace, id);
  }

  private final class Polled implements Held {
    private final String workspace;
    private final LockInfo info;
    private final AtomicBoolean lost = new AtomicBoolean();

    Polled(String workspace, LockInfo info) {
      this.workspace = workspace;
      this.info = info;
    }

    @Override
    public LockInfo info() {
      return info;
    }

    @Override
    public long token() {
      return 0;
    }

    @Override
    public void verify() {
      if (lost.get()) {
        throw new StateFencedException(
            "The lock "
                + info.id()
                + " of the state was forced open or taken over while this process held it: this"
                + " process has stopped writing.");
      }
    }

    @Override
    public Optional<Duration> renewal() {
      return locks.checkEvery();
    }

    @Override
    public void renew() {
      if (locks.standing(workspace, info) == Standing.LOST) {
        lost.set(true);
      }
      verify();
    }

    @Override
    public void close() {
      if (lost.get()) {
        return;
      }
      boolean interrupted = Thread.interrupted();
      try {
        locks.release(workspace, info);
      } catch (StateException _) {
        // Whoever comes next is told who holds it, and how to open it.
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
