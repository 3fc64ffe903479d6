package dev.ingot.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time of this host. */
public final class SystemTime implements Time {
  /** The longest single wait: longer ones would overflow a number of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Clock clock = Clock.systemUTC();

  /** The clock of this host, in UTC. */
  public SystemTime() {}

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public boolean await(CompletableFuture<?> result, Instant until) throws InterruptedException {
    Duration left = Duration.between(instant(), until);
    long nanos = (left.compareTo(LONGEST) > 0 ? LONGEST : left).toNanos();
    try {
      Object _ = result.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } catch (TimeoutException e) {
      return result.isDone();
    }
  }

  @Override
  public Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }
}
