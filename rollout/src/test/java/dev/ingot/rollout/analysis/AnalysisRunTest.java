package dev.ingot.rollout.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.SimulatedTime;
import dev.ingot.health.Traffic;
import dev.ingot.rollout.analysis.Judged.Kind;
import dev.ingot.rollout.analysis.Metric.Direction;
import dev.ingot.rollout.analysis.Metric.Judgement;
import dev.ingot.rollout.analysis.Metric.Measure;
import dev.ingot.rollout.analysis.Metric.Schedule;
import dev.ingot.rollout.analysis.Metric.Source;
import dev.ingot.rollout.analysis.Metric.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class AnalysisRunTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<InstanceAddress> FRESH = List.of(InstanceAddress.parse("m.a[0]"));
  private static final List<InstanceAddress> OLD = List.of(InstanceAddress.parse("m.a[1]"));
  private static final Duration STEP = Duration.ofMinutes(5);

  private final SimulatedTime time = new SimulatedTime(START);
  private final List<String> heard = new ArrayList<>();

  /** What one side gets in a second. */
  private record Rate(long good, long bad, Duration latency) {
    static final Rate WELL = new Rate(10, 0, Duration.ofMillis(20));

    Traffic after(Duration elapsed) {
      long seconds = elapsed.toSeconds();
      long[] counts = new long[LatencyHistogram.BUCKETS];
      counts[LatencyHistogram.bucketOf(latency.toNanos())] = (good + bad) * seconds;
      return new Traffic(good * seconds, 0, bad * seconds, 0, LatencyHistogram.of(counts));
    }
  }

  private TrafficSource traffic(Rate fresh, Rate old) {
    return machines ->
        Optional.of(
            (machines.equals(FRESH) ? fresh : old).after(Duration.between(START, time.instant())));
  }

  private Judged run(Analysis analysis, Sides sides, TrafficSource traffic) throws Exception {
    return new AnalysisRun(
            analysis,
            sides,
            traffic,
            time,
            (metric, judged) -> heard.add(metric.name() + " " + judged.kind()))
        .run(START.plus(STEP));
  }

  private Judged ofBalancers(TrafficSource traffic) throws Exception {
    return run(
        Analysis.ofBalancers(Schedule.DEFAULT, Tolerance.DEFAULT), new Sides(FRESH, OLD), traffic);
  }

  @Test
  void machinesThatDoAsWellAsOldOnesAreJudgedAtTheEndOfTheStep() throws Exception {
    Judged judged = ofBalancers(traffic(Rate.WELL, Rate.WELL));
    assertThat(judged.kind()).isEqualTo(Kind.SUCCESSFUL);
    assertThat(judged.evidence())
        .isEqualTo(
            "error rate: 0 (old machines 0), at most 0.01 is good; "
                + "latency p99: 0.0215 (old machines 0.0215), at most 0.0319 is good");
    assertThat(time.instant()).isEqualTo(START.plus(STEP));
    assertThat(heard).hasSize(20);
  }

  @Test
  void errorsOfNewMachinesEndItAtOnce() throws Exception {
    Judged judged = ofBalancers(traffic(new Rate(9, 1, Duration.ofMillis(20)), Rate.WELL));
    assertThat(judged)
        .isEqualTo(
            new Judged(Kind.FAILED, "error rate: 0.1 (old machines 0), at most 0.01 is good"));
    assertThat(time.instant()).isEqualTo(START.plusSeconds(30));
  }

  @Test
  void errorsThatOldMachinesHaveTooAreNotThoseOfTheNewVersion() throws Exception {
    Rate flaky = new Rate(9, 1, Duration.ofMillis(20));
    assertThat(ofBalancers(traffic(flaky, flaky)).kind()).isEqualTo(Kind.SUCCESSFUL);
  }

  @Test
  void slowAnswersFail() throws Exception {
    assertThat(ofBalancers(traffic(new Rate(10, 0, Duration.ofMillis(40)), Rate.WELL)).evidence())
        .startsWith("latency p99: ");
  }

  @Test
  void tooFewRequestsSayNothing() throws Exception {
    Judged judged = ofBalancers(traffic(new Rate(1, 0, Duration.ofMillis(1)), Rate.WELL));
    assertThat(judged)
        .isEqualTo(
            new Judged(
                Kind.INCONCLUSIVE, "error rate: 30 requests to new machines, fewer than 100"));
  }

  @Test
  void machinesWithoutBalancerCannotBeMeasured() throws Exception {
    Judged judged = ofBalancers(_ -> Optional.empty());
    assertThat(judged.kind()).isEqualTo(Kind.ERROR);
    assertThat(judged.evidence()).contains("no balancer sends requests to the new machines");
    assertThat(time.instant()).as("five errors in sequence").isEqualTo(START.plusSeconds(150));
  }

  @Test
  void withoutOldMachinesThereIsNothingToCompareWith() throws Exception {
    Judged judged =
        run(
            Analysis.ofBalancers(Schedule.DEFAULT, Tolerance.DEFAULT),
            new Sides(FRESH, List.of()),
            machines ->
                machines.isEmpty()
                    ? Optional.empty()
                    : traffic(Rate.WELL, Rate.WELL).traffic(machines));
    assertThat(judged.kind()).isEqualTo(Kind.INCONCLUSIVE);
    assertThat(judged.evidence()).contains("no old machine to compare with");
  }

  @Test
  void aStepThatIsShorterThanAnIntervalSaysNothing() throws Exception {
    Schedule rare = new Schedule(Duration.ofHours(1), Duration.ZERO, OptionalInt.empty());
    Judged judged =
        run(
            Analysis.ofBalancers(rare, Tolerance.DEFAULT),
            new Sides(FRESH, OLD),
            traffic(Rate.WELL, Rate.WELL));
    assertThat(judged.kind()).isEqualTo(Kind.INCONCLUSIVE);
  }

  @Test
  void aBalancerThatBeginsToCountAnewTellsOnlyWhatItCounted() throws Exception {
    TrafficSource restarted =
        machines -> {
          Duration elapsed = Duration.between(START, time.instant());
          return Optional.of(
              Rate.WELL.after(elapsed.toSeconds() > 100 ? elapsed.minusSeconds(90) : elapsed));
        };
    assertThat(ofBalancers(restarted).kind()).isEqualTo(Kind.SUCCESSFUL);
  }

  private static Metric metric(
      Measure measure, Judgement judgement, Tolerance tolerance, boolean dryRun) {
    return new Metric(
        measure.word(),
        new Source.Balancer(measure, 1),
        judgement,
        new Schedule(Duration.ofSeconds(5), Duration.ofSeconds(10), OptionalInt.of(20)),
        tolerance,
        dryRun);
  }

  @Test
  void aMetricThatIsOnlyReportedDecidesNothing() throws Exception {
    Analysis analysis =
        new Analysis(
            List.of(
                metric(Measure.ERROR_RATE, new Judgement.AtMost(1, 0), Tolerance.DEFAULT, true)));
    Judged judged =
        run(
            analysis,
            new Sides(FRESH, OLD),
            traffic(new Rate(0, 10, Duration.ofMillis(1)), Rate.WELL));
    assertThat(judged.kind()).isEqualTo(Kind.SUCCESSFUL);
    assertThat(heard).containsExactly("error_rate FAILED");
  }

  @Test
  void asManyMeasurementsMayFailAsAreBorne() throws Exception {
    Analysis analysis =
        new Analysis(
            List.of(
                metric(
                    Measure.ERROR_RATE,
                    new Judgement.AtMost(1, 0),
                    new Tolerance(2, 0, 0),
                    false)));
    Judged judged =
        run(
            analysis,
            new Sides(FRESH, OLD),
            traffic(new Rate(0, 10, Duration.ofMillis(1)), Rate.WELL));
    assertThat(judged.kind()).isEqualTo(Kind.FAILED);
    assertThat(heard).hasSize(3);
  }

  @Test
  void ranksAreComparedOnceWhenAllValuesAreThere() throws Exception {
    Analysis analysis =
        new Analysis(
            List.of(
                metric(
                    Measure.LATENCY_P50,
                    new Judgement.Ranks(RankTest.DEFAULT, Direction.INCREASE, 10),
                    Tolerance.DEFAULT,
                    false)));
    TrafficSource noisy =
        machines -> {
          long second = Duration.between(START, time.instant()).toSeconds();
          Traffic sum = Traffic.NONE;
          for (long i = 0; i < second; i++) {
            Duration latency = Duration.ofMillis((machines.equals(FRESH) ? 60 : 20) + i * 7 % 11);
            sum = sum.plus(new Rate(10, 0, latency).after(Duration.ofSeconds(1)));
          }
          return Optional.of(sum);
        };
    Judged judged = run(analysis, new Sides(FRESH, OLD), noisy);
    assertThat(judged.kind()).isEqualTo(Kind.FAILED);
    assertThat(judged.evidence()).startsWith("latency_p50: 20 against 20 values: shift 0.04");
    assertThat(heard).hasSize(20);
  }
}
