package dev.ingot.rollout.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ingot.rollout.analysis.RankTest.Difference;
import dev.ingot.rollout.analysis.RankTest.Result;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RankTestTest {
  private static List<Double> normal(long seed, int count, double mean) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(_ -> mean + random.nextGaussian()).toList();
  }

  private static List<Double> values(double... values) {
    return DoubleStream.of(values).boxed().toList();
  }

  private static Difference difference(List<Double> control, List<Double> experiment) {
    return RankTest.DEFAULT.compare(control, experiment).difference();
  }

  @Test
  void theQuantilesOfTheNormalDistributionAreRight() {
    assertThat(NormalDistribution.quantile(0.99)).isCloseTo(2.3263478740, within(1e-8));
    assertThat(NormalDistribution.quantile(0.975)).isCloseTo(1.9599639845, within(1e-8));
    assertThat(NormalDistribution.quantile(0.5)).isCloseTo(0, within(1e-12));
    assertThat(NormalDistribution.quantile(0.001)).isCloseTo(-3.0902323062, within(1e-8));
  }

  @Test
  void aShiftOfOneDeviationIsSeenInFiftyValuesAndASmallOneIsNot() {
    int seen = 0;
    for (int seed = 0; seed < 40; seed++) {
      List<Double> control = normal(seed, 50, 10);
      assertThat(difference(control, normal(seed + 1000, 50, 10))).isNotEqualTo(Difference.NO_DATA);
      seen += difference(control, normal(seed + 1000, 50, 11)) == Difference.HIGHER ? 1 : 0;
    }
    assertThat(seen).isGreaterThan(34);
  }

  @Test
  void equalDistributionsSeldomDiffer() {
    long wrong =
        IntStream.range(0, 200)
            .filter(
                seed ->
                    difference(normal(seed, 50, 10), normal(seed + 5000, 50, 10))
                        != Difference.NONE)
            .count();
    assertThat(wrong).isLessThan(12);
  }

  @Test
  void theDirectionIsThatOfTheNewValues() {
    assertThat(difference(normal(1, 50, 10), normal(2, 50, 13))).isEqualTo(Difference.HIGHER);
    assertThat(difference(normal(1, 50, 13), normal(2, 50, 10))).isEqualTo(Difference.LOWER);
  }

  @Test
  void theShiftAndItsIntervalAreThoseOfTheOrderedDifferences() {
    // 8 x 8 = 64 differences; k = floor(32 - 2.3263 * sqrt(64 * 17 / 12)) = 9
    Result result =
        RankTest.DEFAULT.compare(
            values(1, 2, 3, 4, 5, 6, 7, 8), values(11, 12, 13, 14, 15, 16, 17, 18.5));
    assertThat(result.shift()).isEqualTo(10);
    assertThat(result.low()).isEqualTo(6.0);
    assertThat(result.high()).isEqualTo(14.0);
    assertThat(result.difference()).isEqualTo(Difference.HIGHER);
  }

  @Test
  void fewValuesTellNothingApart() {
    assertThat(difference(values(1, 2, 3), values(100, 200, 300))).isEqualTo(Difference.NONE);
  }

  @Test
  void equalOrConstantValuesDoNotDiffer() {
    assertThat(difference(values(0, 0, 0, 0), values(0, 0, 0))).isEqualTo(Difference.NONE);
    assertThat(difference(values(3, 1, 2), values(1, 2, 3))).isEqualTo(Difference.NONE);
  }

  @Test
  void aSideWithoutNumbersHasNoData() {
    assertThat(difference(values(), values(1))).isEqualTo(Difference.NO_DATA);
    assertThat(difference(values(1), values(Double.NaN, Double.POSITIVE_INFINITY)))
        .isEqualTo(Difference.NO_DATA);
  }

  @Test
  void onlyTheLatestValuesCount() {
    List<Double> before = normal(1, 3000, 10);
    List<Double> late =
        DoubleStream.concat(
                normal(2, 3000, 10).stream().mapToDouble(one -> one),
                normal(3, RankTest.MAX_VALUES, 15).stream().mapToDouble(one -> one))
            .boxed()
            .toList();
    assertThat(difference(before, late)).isEqualTo(Difference.HIGHER);
  }
}
