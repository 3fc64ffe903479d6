package dev.ingot.rollout.analysis;

import java.util.Arrays;
import java.util.List;

/**
 * The rank test of Mann and Whitney with the shift of Hodges and Lehmann, as Kayenta judges
 * canaries: by how much the values of new machines differ from those of old ones, and whether that
 * is more than chance and more than a trifle. It assumes no distribution, so that one outlier
 * decides nothing.
 *
 * @param confidence the probability that the true shift is inside the interval, such as 0.98
 * @param effectSize the share of the estimated shift that the near end of the interval must exceed,
 *     such as 0.25
 */
public record RankTest(double confidence, double effectSize) {
  /** Kayenta's defaults. */
  public static final RankTest DEFAULT = new RankTest(0.98, 0.25);

  /** The most values of a side that are compared: the latest. Their differences are sorted. */
  static final int MAX_VALUES = 500;

  /** What the values of the new machines are against those of the old ones. */
  public enum Difference {
    /** No different, as far as can be told. */
    NONE,
    /** Higher. */
    HIGHER,
    /** Lower. */
    LOWER,
    /** One side has no values. */
    NO_DATA
  }

  /**
   * The result.
   *
   * @param difference what follows
   * @param shift the estimated shift of the new values
   * @param low the lower end of the shift's confidence interval
   * @param high its upper end
   */
  public record Result(Difference difference, double shift, double low, double high) {}

  /**
   * Compares the values of old machines with those of new ones; what isn't a number is left out.
   */
  public Result compare(List<Double> oldValues, List<Double> newValues) {
    double[] control = latest(oldValues);
    double[] experiment = latest(newValues);
    if (control.length == 0 || experiment.length == 0) {
      return new Result(Difference.NO_DATA, 0, 0, 0);
    }
    double[] all = sortedUnion(control, experiment);
    if (Arrays.equals(control, experiment) || all[0] == all[all.length - 1]) {
      return new Result(Difference.NONE, 0, 0, 0);
    }
    double[] differences = differences(control, experiment);
    double pairs = (double) control.length * experiment.length;
    double spread = Math.sqrt(variance(control.length, experiment.length, all));
    double quantile = NormalDistribution.quantile((1 + confidence) / 2);
    int rank = (int) Math.floor(pairs / 2 - quantile * spread);
    double shift = median(differences);
    if (rank < 1) {
      // Too few values for an interval of this confidence: nothing can be told apart.
      return new Result(Difference.NONE, shift, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double low = differences[rank - 1];
    double high = differences[differences.length - rank];
    double bound = effectSize * Math.abs(shift);
    Difference difference =
        low > bound ? Difference.HIGHER : high < -bound ? Difference.LOWER : Difference.NONE;
    return new Result(difference, shift, low, high);
  }

  /** The latest numbers, sorted. */
  private static double[] latest(List<Double> values) {
    double[] numbers =
        values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
    double[] kept =
        Arrays.copyOfRange(numbers, Math.max(0, numbers.length - MAX_VALUES), numbers.length);
    Arrays.sort(kept);
    return kept;
  }

  private static double[] sortedUnion(double[] one, double[] other) {
    double[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    Arrays.sort(all);
    return all;
  }

  private static double[] differences(double[] control, double[] experiment) {
    double[] differences = new double[control.length * experiment.length];
    int next = 0;
    for (double after : experiment) {
      for (double before : control) {
        differences[next++] = after - before;
      }
    }
    Arrays.sort(differences);
    return differences;
  }

  /** The variance of the number of pairs in which one side is greater, with ties corrected. */
  private static double variance(int controls, int experiments, double[] all) {
    double count = all.length;
    double ties = 0;
    int start = 0;
    for (int i = 1; i <= all.length; i++) {
      if (i == all.length || all[i] != all[start]) {
        double same = i - start;
        ties += same * same * same - same;
        start = i;
      }
    }
    return (double) controls * experiments / 12 * (count + 1 - ties / (count * (count - 1)));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
