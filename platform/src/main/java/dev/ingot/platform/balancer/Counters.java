package dev.ingot.platform.balancer;

import java.util.concurrent.atomic.LongAdder;

/** Counts of requests since a balancer started. */
final class Counters {
  final LongAdder requests = new LongAdder();
  final LongAdder retries = new LongAdder();
  final LongAdder failed = new LongAdder();
}
