package dev.ingot.release;

import dev.ingot.graph.Cancellation;
import dev.ingot.health.Time;
import dev.ingot.ledger.LedgerException;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.release.record.NewerRecordException;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Does one pass of upkeep after another until it is cancelled. It remembers nothing itself: what a
 * pass has to know is deployed or recorded, so that a process that is killed at any moment is
 * followed by one that does the same.
 */
public final class UpkeepLoop {
  /** The longest wait at a time: a host that sleeps, or whose clock is put, is noticed then. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final Time time;
  private final Duration interval;
  private final Cancellation cancellation;
  private final Consumer<String> failures;

  /** One pass. */
  @FunctionalInterface
  public interface Work {
    /** Does what is due. */
    StackUpkeep.Pass run() throws RequestException, IOException, InterruptedException;
  }

  /**
   * @param interval the longest time between two passes
   * @param cancellation ends the loop; the pass that runs ends as it can
   * @param failures receives why a pass could not be done
   */
  public UpkeepLoop(
      Time time, Duration interval, Cancellation cancellation, Consumer<String> failures) {
    this.time = time;
    this.interval = interval;
    this.cancellation = cancellation;
    this.failures = failures;
  }

  /** Runs until it is cancelled. */
  public void run(Work work) throws InterruptedException {
    int failed = 0;
    while (!cancellation.isCancelled()) {
      Duration pause;
      try {
        StackUpkeep.Pass pass = work.run();
        failed = 0;
        pause = pause(pass);
      } catch (RequestException
          | IOException
          | StateException
          | RegistryException
          | LedgerException
          | NewerRecordException e) {
        if (!cancellation.isCancelled()) {
          failures.accept(String.valueOf(e.getMessage()));
        }
        failed++;
        pause = shorter(AFTER_FAILURE.multipliedBy(1L << Math.min(failed - 1, 10)), interval);
      }
      await(pause);
    }
  }

  private Duration pause(StackUpkeep.Pass pass) {
    if (pass.result().filter(ReleaseResult::isSuccess).isPresent()) {
      return Duration.ZERO;
    }
    Optional<Duration> untilNext =
        pass.next()
            .map(at -> Duration.between(time.instant(), at))
            .filter(left -> !left.isNegative());
    return untilNext.map(left -> shorter(left, interval)).orElse(interval);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void await(Duration pause) throws InterruptedException {
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> cancelled.complete(true))) {
      Instant began = time.instant();
      Instant until = began.plus(pause);
      Instant now = began;
      // A clock that was put back must not make the wait longer.
      while (!cancellation.isCancelled() && now.isBefore(until) && !now.isBefore(began)) {
        boolean _ =
            time.await(cancelled, now.plus(shorter(Duration.between(now, until), LONGEST_WAIT)));
        now = time.instant();
      }
    }
  }
}
