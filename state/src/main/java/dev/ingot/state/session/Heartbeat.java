package dev.ingot.state.session;

import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease for as long as it is open. What a renewal finds lost, {@code verify} tells. */
final class Heartbeat implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);

  private Heartbeat() {}

  /** Begins to renew. */
  static Heartbeat of(Lease.Held lease, Duration every) {
    Heartbeat heartbeat = new Heartbeat();
    Thread.ofVirtual().name("lease").start(() -> heartbeat.run(lease, every));
    return heartbeat;
  }

  private void run(Lease.Held lease, Duration every) {
    try {
      while (!ended.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          lease.renew();
        } catch (StateFencedException e) {
          return;
        } catch (StateException e) {
          // It may work the next time; until the lease runs out nothing is lost.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
