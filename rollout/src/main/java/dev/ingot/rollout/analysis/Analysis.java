package dev.ingot.rollout.analysis;

import dev.ingot.rollout.analysis.Metric.Judgement;
import dev.ingot.rollout.analysis.Metric.Measure;
import dev.ingot.rollout.analysis.Metric.Schedule;
import dev.ingot.rollout.analysis.Metric.Source;
import dev.ingot.rollout.analysis.Metric.Tolerance;
import java.util.List;

/**
 * One {@code analysis} block: what decides whether new machines do well.
 *
 * @param metrics all of them must succeed
 */
public record Analysis(List<Metric> metrics) {
  private static final long ENOUGH_REQUESTS = 100;

  public Analysis {
    metrics = List.copyOf(metrics);
  }

  /**
   * Without metrics of its own: by what the balancers count, new machines may fail one request in a
   * hundred more than old ones, and be slower by a quarter and 5 ms.
   */
  public static Analysis ofBalancers(Schedule schedule, Tolerance tolerance) {
    return new Analysis(
        List.of(
            new Metric(
                "error rate",
                new Source.Balancer(Measure.ERROR_RATE, ENOUGH_REQUESTS),
                new Judgement.AtMost(1, 0.01),
                schedule,
                tolerance,
                false),
            new Metric(
                "latency p99",
                new Source.Balancer(Measure.LATENCY_P99, ENOUGH_REQUESTS),
                new Judgement.AtMost(1.25, 0.005),
                schedule,
                tolerance,
                false)));
  }
}
