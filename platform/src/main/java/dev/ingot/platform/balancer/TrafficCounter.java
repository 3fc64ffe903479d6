package dev.ingot.platform.balancer;

import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.Traffic;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a backend answers, from any thread. */
final class TrafficCounter {
  private static final int FIRST_CLIENT_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;

  private final LongAdder successes = new LongAdder();
  private final LongAdder clientErrors = new LongAdder();
  private final LongAdder serverErrors = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final AtomicLongArray latency = new AtomicLongArray(LatencyHistogram.BUCKETS);

  /** The head of an answer arrived. */
  void answered(int status, long nanos) {
    if (status >= FIRST_SERVER_ERROR) {
      serverErrors.increment();
    } else if (status >= FIRST_CLIENT_ERROR) {
      clientErrors.increment();
    } else {
      successes.increment();
    }
    took(nanos);
  }

  /** A connection was accepted. */
  void connected(long nanos) {
    successes.increment();
    took(nanos);
  }

  private void took(long nanos) {
    latency.getAndIncrement(LatencyHistogram.bucketOf(nanos));
  }

  /** There was no answer, or only a part of one. */
  void failed() {
    failures.increment();
  }

  /** What was counted so far. */
  Traffic sum() {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = latency.get(i);
    }
    return new Traffic(
        successes.sum(),
        clientErrors.sum(),
        serverErrors.sum(),
        failures.sum(),
        LatencyHistogram.of(counts));
  }
}
