package dev.ingot.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends operations for which the operating system has no time limit, by running an action when their
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

  /** A guard for one connection's operations, one at a time. It is watched until it is closed. */
  public Guard guard(Runnable onExpiry) {
    Guard guard = new Guard(this, onExpiry);
    guards.add(guard);
    return guard;
  }

  private void sweep() {
    long now = System.nanoTime();
    guards.forEach(guard -> guard.check(now));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * Watches one operation at a time. Beginning and ending one is a plain write, since a balancer
   * does both several times for each request.
   */
  public static final class Guard implements AutoCloseable {
    private static final long IDLE = Long.MIN_VALUE;
    private static final long EXPIRED = Long.MIN_VALUE + 1;

    private final Watchdog owner;
    private final Runnable onExpiry;
    private final AtomicLong deadline = new AtomicLong(IDLE);

    private Guard(Watchdog owner, Runnable onExpiry) {
      this.owner = owner;
      this.onExpiry = onExpiry;
    }

    /** The operation begins, with this time limit. */
    public void begin(long nanos) {
      replace(System.nanoTime() + nanos);
    }

    /** The operation has ended. */
    public void end() {
      replace(IDLE);
    }

    // Once expired, always: what was ended can't be begun again.
    private void replace(long next) {
      long current = deadline.getPlain();
      if (current != EXPIRED) {
        deadline.compareAndSet(current, next);
      }
    }

    private void check(long now) {
      long current = deadline.get();
      if (current != IDLE
          && current != EXPIRED
          && current - now < 0
          && deadline.compareAndSet(current, EXPIRED)) {
        onExpiry.run();
      }
    }

    /** Whether an operation was ended by the watchdog. */
    public boolean hasExpired() {
      return deadline.get() == EXPIRED;
    }

    /** There will be no more operations. */
    @Override
    public void close() {
      owner.guards.remove(this);
    }
  }
}
