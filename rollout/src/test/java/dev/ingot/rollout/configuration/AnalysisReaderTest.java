package dev.ingot.rollout.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.health.Scopes;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.analysis.Measurement;
import dev.ingot.rollout.analysis.Metric;
import dev.ingot.rollout.analysis.Metric.Direction;
import dev.ingot.rollout.analysis.Metric.Judgement;
import dev.ingot.rollout.analysis.Metric.Measure;
import dev.ingot.rollout.analysis.Metric.Schedule;
import dev.ingot.rollout.analysis.Metric.Source;
import dev.ingot.rollout.analysis.Metric.Tolerance;
import dev.ingot.rollout.analysis.MetricState;
import dev.ingot.rollout.analysis.RankTest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnalysisReaderTest {
  private final Diagnostics diagnostics = new Diagnostics();

  private Analysis read(String text) {
    Block block =
        Syntax.parse(new SourceFile("web.ingot.hcl", "analysis {\n" + text + "\n}\n"), diagnostics)
            .content(new BodySchema(List.of(), List.of(AnalysisReader.BLOCK)), diagnostics)
            .blocks("analysis")
            .getFirst();
    return new AnalysisReader(Scopes.EMPTY, diagnostics).read(block);
  }

  private List<String> problems() {
    return diagnostics.list().stream().map(Diagnostic::summary).toList();
  }

  @Test
  void withoutMetricsErrorsAndLatencyOfBalancersDecide() {
    Analysis analysis = read("interval = \"10s\"\nfailure_limit = 2");
    assertThat(problems()).isEmpty();
    assertThat(analysis)
        .isEqualTo(
            Analysis.ofBalancers(
                new Schedule(Duration.ofSeconds(10), Duration.ZERO, OptionalInt.empty()),
                new Tolerance(2, 0, 4)));
  }

  @Test
  void aMetricHasItsOwnTimingAndLimitsOrThoseOfTheAnalysis() {
    Analysis analysis =
        read(
            """
            interval = "10s"
            inconclusive_limit = 1
            metric "errors" {
              source       = "balancer"
              measure      = "error_rate"
              min_requests = 20
              count        = 6
              success      = value < 0.05
            }
            metric "slow" {
              source     = "balancer"
              measure    = "latency_p95"
              compare    = "mann_whitney"
              worse      = "either"
              confidence = 0.95
              min_values = 5
              dry_run    = true
            }
            """);
    assertThat(problems()).isEmpty();
    Metric errors = analysis.metrics().getFirst();
    assertThat(errors.source()).isEqualTo(new Source.Balancer(Measure.ERROR_RATE, 20));
    assertThat(errors.schedule())
        .isEqualTo(new Schedule(Duration.ofSeconds(10), Duration.ZERO, OptionalInt.of(6)));
    assertThat(errors.tolerance()).isEqualTo(new Tolerance(0, 1, 4));
    Metric slow = analysis.metrics().getLast();
    assertThat(slow.judgement())
        .isEqualTo(new Judgement.Ranks(new RankTest(0.95, 0.25), Direction.EITHER, 5));
    assertThat(slow.dryRun()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "success = value < 0.1                         |0.05|SUCCESSFUL",
        "success = value < 0.1                         |0.15|FAILED",
        "failure = value > 0.1                         |0.05|SUCCESSFUL",
        "failure = value > 0.1                         |0.15|FAILED",
        "success = value < 0.1, failure = value > 0.2  |0.05|SUCCESSFUL",
        "success = value < 0.1, failure = value > 0.2  |0.15|INCONCLUSIVE",
        "success = value < 0.1, failure = value > 0.2  |0.25|FAILED",
        "success = value < 0.3, failure = value > 0.2  |0.25|INCONCLUSIVE",
        "success = value < baseline * 2                |0.15|SUCCESSFUL",
        "success = value < nothing                     |0.15|ERROR",
        "success = \"yes\"                             |0.15|ERROR"
      })
  void conditionsSayWhatIsGood(String conditions, double value, String kind) {
    Analysis analysis =
        read(
            "metric \"a\" {\nsource = \"balancer\"\nmeasure = \"error_rate\"\n"
                + conditions.replace(", ", "\n")
                + "\n}");
    MetricState state =
        MetricState.of(analysis.metrics().getFirst())
            .after(new Measurement.Value(value, OptionalDouble.of(0.1)));
    assertThat(state.last().kind()).hasToString(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source = \"datadog\", success = true|Unknown source of a metric",
        "source = \"balancer\", success = true|Missing measure",
        "source = \"balancer\", measure = \"speed\", success = true|Incorrect value for measure",
        "source = \"balancer\", measure = \"error_rate\"|What is good is not said",
        "source = \"balancer\", measure = \"error_rate\", compare = \"t_test\"|Unknown comparison",
        "source = \"balancer\", measure = \"error_rate\", compare = \"mann_whitney\", "
            + "success = true|What is good is said twice",
        "source = \"balancer\", measure = \"error_rate\", success = true, query = \"up\""
            + "|Unsuitable argument",
        "source = \"prometheus\", query = \"up\", success = true|Missing address",
        "source = \"prometheus\", address = \"prom:9090\", query = \"up\", success = true"
            + "|Incorrect value for address",
        "source = \"balancer\", measure = \"error_rate\", success = true, interval = \"0s\""
            + "|Interval of zero",
        "source = \"balancer\", measure = \"error_rate\", success = true, min_values = 3"
            + "|Unsuitable argument",
        "source = \"balancer\", measure = \"error_rate\", compare = \"mann_whitney\", "
            + "confidence = 1|Incorrect value for confidence"
      })
  void whatCannotBeMeasuredIsSaidAtItsPlace(String metric, String problem) {
    Analysis _ = read("metric \"a\" {\n" + metric.replace(", ", "\n") + "\n}");
    assertThat(problems()).contains(problem);
  }
}
