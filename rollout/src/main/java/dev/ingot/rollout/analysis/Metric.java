package dev.ingot.rollout.analysis;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One {@code metric} block of an analysis: what is measured, and what is good.
 *
 * @param name its label
 * @param source where its values come from
 * @param judgement what a value says
 * @param schedule when it is measured
 * @param tolerance how many bad measurements are borne
 * @param dryRun whether it is only reported
 */
public record Metric(
    String name,
    Source source,
    Judgement judgement,
    Schedule schedule,
    Tolerance tolerance,
    boolean dryRun) {

  /**
   * A query in PromQL.
   *
   * @param range where it is written
   */
  public record Query(String text, SourceRange range) {}

  /** Where values come from. */
  public sealed interface Source {
    /**
     * What the balancers counted.
     *
     * @param minRequests with fewer requests between two measurements, on either side, nothing is
     *     said
     */
    record Balancer(Measure measure, long minRequests) implements Source {}

    /**
     * A query of Prometheus, or of something that answers like it.
     *
     * @param query gives the value of the new machines
     * @param baseline gives that of the old ones
     */
    record Prometheus(PrometheusServer server, Query query, Optional<Query> baseline)
        implements Source {}
  }

  /** What balancers count. */
  public enum Measure {
    /** The share of requests that ended with a server error or without an answer, from 0 to 1. */
    ERROR_RATE("error_rate"),
    /** The median time to an answer, in seconds. */
    LATENCY_P50("latency_p50"),
    /** The time that 95 of 100 answers take at most, in seconds. */
    LATENCY_P95("latency_p95"),
    /** The time that 99 of 100 answers take at most, in seconds. */
    LATENCY_P99("latency_p99");

    private final String word;

    Measure(String word) {
      this.word = word;
    }

    /** Its name in files. */
    public String word() {
      return word;
    }
  }

  /** What a value says. */
  public sealed interface Judgement {
    /**
     * Conditions over {@code value} and {@code baseline}. With only one of them, its opposite is
     * the other; with both, a value that meets neither, or both, is inconclusive.
     */
    record Conditions(Optional<Expression> success, Optional<Expression> failure, Scope scope)
        implements Judgement {}

    /**
     * The values of the new machines must not be worse than those of the old ones by more than a
     * factor and an addend: {@code value <= baseline * factor + addend}.
     */
    record AtMost(double factor, double addend) implements Judgement {}

    /**
     * All values of new and old machines are compared by rank.
     *
     * @param worse the direction that fails
     * @param minValues with fewer values a side, nothing is said
     */
    record Ranks(RankTest test, Direction worse, int minValues) implements Judgement {}
  }

  /** Directions in which new values may differ from old ones. */
  public enum Direction {
    /** Higher is worse. */
    INCREASE,
    /** Lower is worse. */
    DECREASE,
    /** Any difference is. */
    EITHER
  }

  /**
   * When a metric is measured.
   *
   * @param interval the time between two measurements; what happened within it is measured
   * @param initialDelay the time before the first interval begins
   * @param count how many measurements are enough; without, as many as there is time for
   */
  public record Schedule(Duration interval, Duration initialDelay, OptionalInt count) {
    /** Every 30 seconds, from the start. */
    public static final Schedule DEFAULT =
        new Schedule(Duration.ofSeconds(30), Duration.ZERO, OptionalInt.empty());
  }

  /**
   * How many measurements may be bad. One more ends the analysis.
   *
   * @param failures how many may fail
   * @param inconclusive how many may say nothing
   * @param consecutiveErrors how many in sequence may not be made at all
   */
  public record Tolerance(int failures, int inconclusive, int consecutiveErrors) {
    /** That of Argo Rollouts. */
    public static final Tolerance DEFAULT = new Tolerance(0, 0, 4);
  }
}
