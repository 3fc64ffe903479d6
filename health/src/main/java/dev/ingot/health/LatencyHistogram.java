package dev.ingot.health;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long answers took, counted in buckets that grow by a factor of 2<sup>1/4</sup> (19 %) from
 * 0.1 ms to 110 s, so that a quantile is right within a tenth of itself. Counts only rise; what
 * happened between two moments is the difference of two histograms.
 */
public final class LatencyHistogram {
  /** How many buckets there are; the last one has no upper bound. */
  public static final int BUCKETS = 82;

  /** Without any answer. */
  public static final LatencyHistogram EMPTY = new LatencyHistogram(new long[BUCKETS]);

  private static final double FIRST_NANOS = 100_000;
  private static final int BUCKETS_PER_DOUBLING = 4;

  /** The upper bound of each bucket but the last, in nanoseconds. */
  private static final double[] BOUNDS = bounds();

  private final long[] counts;

  private LatencyHistogram(long[] counts) {
    this.counts = counts;
  }

  /**
   * From the counts of all buckets.
   *
   * @throws IllegalArgumentException if there are not {@link #BUCKETS}, or one is negative
   */
  public static LatencyHistogram of(long[] counts) {
    if (counts.length != BUCKETS || Arrays.stream(counts).anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a histogram needs " + BUCKETS + " counts from 0");
    }
    return new LatencyHistogram(counts.clone());
  }

  private static double[] bounds() {
    double[] bounds = new double[BUCKETS - 1];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = FIRST_NANOS * Math.pow(2, (double) i / BUCKETS_PER_DOUBLING);
    }
    return bounds;
  }

  /** The bucket of a time. */
  public static int bucketOf(long nanos) {
    int found = Arrays.binarySearch(BOUNDS, (double) nanos);
    return found >= 0 ? found : -found - 1;
  }

  /** The count of a bucket, from 0. */
  public long count(int bucket) {
    return counts[bucket];
  }

  /** How many answers there were. */
  public long total() {
    return Arrays.stream(counts).sum();
  }

  /** The sum of both. */
  public LatencyHistogram plus(LatencyHistogram other) {
    long[] sum = new long[BUCKETS];
    Arrays.setAll(sum, i -> counts[i] + other.counts[i]);
    return new LatencyHistogram(sum);
  }

  /**
   * What was added since an earlier one. Counts that fell are taken as those of a new beginning.
   */
  public LatencyHistogram since(LatencyHistogram earlier) {
    long[] added = new long[BUCKETS];
    Arrays.setAll(added, i -> Math.max(0, counts[i] - earlier.counts[i]));
    return new LatencyHistogram(added);
  }

  /**
   * The time that a share of the answers took at most, interpolated within its bucket; zero if
   * there was no answer.
   *
   * @param share from 0 to 1
   */
  public Duration quantile(double share) {
    double rank = share * total();
    double before = 0;
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0 && before + counts[i] >= rank) {
        double low = i == 0 ? 0 : BOUNDS[i - 1];
        double high = i == BUCKETS - 1 ? low : BOUNDS[i];
        double within = Math.clamp((rank - before) / counts[i], 0, 1);
        return Duration.ofNanos(Math.round(low + (high - low) * within));
      }
      before += counts[i];
    }
    return Duration.ZERO;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatencyHistogram same && Arrays.equals(counts, same.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return total() + " answers, half of them within " + quantile(0.5).toMillis() + " ms";
  }
}
