package dev.ingot.platform.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends operations that the operating system gives no time limit to, by running an action when their
 * time is over. Precise to about a tenth of a second.
 */
public final class Watchdog implements AutoCloseable {
  private static final long PERIOD_MILLIS = 100;

  private final Set<Guard> guards = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());

  /** Starts its thread. */
  public Watchdog() {
    var _ =
        clock.scheduleAtFixedRate(this::sweep, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** A guard for one connection's operations, one at a time. */
  public Guard guard(Runnable onExpiry) {
    return new Guard(this, onExpiry);
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Guard guard : guards.stream().filter(g -> g.deadline - now < 0).toList()) {
      // Whoever removes it owns its end: either the operation ended in time or it expired.
      if (guards.remove(guard)) {
        guard.expired = true;
        guard.onExpiry.run();
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** Watches one operation at a time. */
  public static final class Guard {
    private final Watchdog owner;
    private final Runnable onExpiry;
    private volatile long deadline;
    private volatile boolean expired;

    private Guard(Watchdog owner, Runnable onExpiry) {
      this.owner = owner;
      this.onExpiry = onExpiry;
    }

    /** The operation begins and may take so long. */
    public void begin(long nanos) {
      deadline = System.nanoTime() + nanos;
      owner.guards.add(this);
    }

    /** The operation has ended. */
    public void end() {
      owner.guards.remove(this);
    }

    /** Whether an operation was ended by the watchdog. */
    public boolean hasExpired() {
      return expired;
    }
  }
}
