package dev.ingot.release.fleet;

import dev.ingot.health.Time;
import dev.ingot.health.Traffic;
import dev.ingot.health.TrafficLimits;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.Fleet.Member;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What the balancers have counted of some machines lately. Other machines begin anew. */
final class TrafficWindow {
  private final TrafficLimits limits;
  private final Time time;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private List<Member> machines = List.of();

  private record Sample(Instant at, Traffic traffic) {}

  TrafficWindow(TrafficLimits limits, Time time) {
    this.limits = limits;
    this.time = time;
  }

  /**
   * Judges what was counted since the beginning of the window.
   *
   * @param counted so far; empty if no balancer sends these machines requests
   */
  synchronized Verdict judge(List<Member> counting, Optional<Traffic> counted) {
    if (counted.isEmpty()) {
      return new Verdict.Unhealthy("traffic", "no balancer sends the machines requests");
    }
    if (!counting.equals(machines)) {
      machines = List.copyOf(counting);
      samples.clear();
    }
    Instant now = time.instant();
    samples.addLast(new Sample(now, counted.get()));
    Instant begin = now.minus(limits.window());
    // The last one before the beginning is kept, so that the window is covered.
    while (samples.size() > 1 && !second().at().isAfter(begin)) {
      samples.removeFirst();
    }
    return limits.judge(counted.get().since(samples.getFirst().traffic()));
  }

  private Sample second() {
    return samples.stream().skip(1).findFirst().orElseThrow();
  }
}
