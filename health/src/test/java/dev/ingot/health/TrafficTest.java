package dev.ingot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class TrafficTest {
  private static LatencyHistogram took(long... nanos) {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    for (long one : nanos) {
      counts[LatencyHistogram.bucketOf(one)]++;
    }
    return LatencyHistogram.of(counts);
  }

  @Test
  void eachTimeHasABucket() {
    assertThat(LatencyHistogram.bucketOf(0)).isZero();
    assertThat(LatencyHistogram.bucketOf(100_000)).isZero();
    assertThat(LatencyHistogram.bucketOf(100_001)).isEqualTo(1);
    assertThat(LatencyHistogram.bucketOf(Duration.ofDays(1).toNanos()))
        .isEqualTo(LatencyHistogram.BUCKETS - 1);
    assertThat(LatencyHistogram.bucketOf(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.BUCKETS - 1);
  }

  @Test
  void quantilesAreRightWithinATenth() {
    long[] nanos =
        new Random(7).longs(20_000, 200_000, 3_000_000_000L).map(n -> n / 3 * 2).toArray();
    LatencyHistogram histogram = took(nanos);
    long[] sorted = LongStream.of(nanos).sorted().toArray();
    for (double share : new double[] {0.5, 0.9, 0.95, 0.99}) {
      assertThat(histogram.quantile(share).toNanos())
          .isCloseTo(sorted[(int) (share * sorted.length)], Percentage.withPercentage(10));
    }
  }

  @Test
  void withoutAnswersThereIsNoLatency() {
    assertThat(LatencyHistogram.EMPTY.quantile(0.99)).isZero();
    assertThat(Traffic.NONE.errorRate()).isZero();
  }

  @Test
  void whatHappenedBetweenTwoMomentsIsTheDifference() {
    Traffic before = new Traffic(5, 1, 1, 0, took(1_000_000, 1_000_000));
    Traffic added = new Traffic(2, 0, 1, 1, took(2_000_000));
    assertThat(before.plus(added).since(before)).isEqualTo(added);
    assertThat(added.errorRate()).isEqualTo(0.5);
  }

  @Test
  void countsThatFellAreThoseOfANewBeginning() {
    Traffic restarted = new Traffic(2, 0, 0, 0, took(1_000_000));
    assertThat(restarted.since(new Traffic(5, 1, 1, 0, took(1, 2)))).isEqualTo(restarted);
  }

  @Test
  void damagedCountsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> LatencyHistogram.of(new long[3]));
    long[] negative = new long[LatencyHistogram.BUCKETS];
    negative[3] = -1;
    assertThatIllegalArgumentException().isThrownBy(() -> LatencyHistogram.of(negative));
  }
}
