package dev.ingot.rollout.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.analysis.Metric;
import dev.ingot.rollout.analysis.Metric.Direction;
import dev.ingot.rollout.analysis.Metric.Judgement;
import dev.ingot.rollout.analysis.Metric.Measure;
import dev.ingot.rollout.analysis.Metric.Query;
import dev.ingot.rollout.analysis.Metric.Schedule;
import dev.ingot.rollout.analysis.Metric.Source;
import dev.ingot.rollout.analysis.Metric.Tolerance;
import dev.ingot.rollout.analysis.PrometheusServer;
import dev.ingot.rollout.analysis.RankTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code analysis} blocks. Their own timing and limits hold for all metrics that have none.
 */
public final class AnalysisReader {
  /** The header of the block in a rollout. */
  public static final Body.BlockSchema BLOCK = new Body.BlockSchema("analysis");

  private static final Body.BlockSchema METRIC = new Body.BlockSchema("metric", "name");

  private static final List<String> LIMITS =
      List.of(
          "interval",
          "initial_delay",
          "count",
          "failure_limit",
          "inconclusive_limit",
          "consecutive_error_limit");

  private static final List<String> BALANCER = List.of("measure", "min_requests");
  private static final List<String> PROMETHEUS =
      List.of("address", "query", "baseline_query", "token_file", "timeout");
  private static final List<String> CONDITIONS = List.of("success", "failure");
  private static final List<String> RANKS =
      List.of("compare", "worse", "confidence", "effect_size", "min_values");

  private static final BodySchema ANALYSIS =
      new BodySchema(SettingsBlock.attributes(List.of(), LIMITS), List.of(METRIC));
  private static final BodySchema OF_METRIC =
      new BodySchema(SettingsBlock.attributes(List.of("source"), optional()), List.of());

  private static final long ENOUGH_REQUESTS = 100;
  private static final int ENOUGH_VALUES = 10;
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(10);

  private final Scope scope;
  private final Diagnostics diagnostics;

  /** Reads in a scope; conditions stay unevaluated. */
  public AnalysisReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  private static List<String> optional() {
    List<String> all = new ArrayList<>(LIMITS);
    all.add("dry_run");
    all.addAll(BALANCER);
    all.addAll(PROMETHEUS);
    all.addAll(CONDITIONS);
    all.addAll(RANKS);
    return all;
  }

  /** Reads one block; invalid metrics are reported and left out. */
  public Analysis read(Block block) {
    BodyContent content = block.body().content(ANALYSIS, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Schedule schedule = schedule(values, Schedule.DEFAULT);
    Tolerance tolerance = tolerance(values, Tolerance.DEFAULT);
    List<Block> blocks = content.blocks(METRIC.type());
    if (blocks.isEmpty()) {
      return Analysis.ofBalancers(schedule, tolerance);
    }
    List<Metric> metrics = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Block one : blocks) {
      String name = one.labels().getFirst();
      if (!names.add(name)) {
        diagnostics.error(
            "Two metrics of one name",
            "The analysis has a metric \"" + name + "\" already. Rename one of them.",
            one.headerRange());
      }
      metric(one, schedule, tolerance).ifPresent(metrics::add);
    }
    return new Analysis(metrics);
  }

  private Schedule schedule(SettingsBlock values, Schedule otherwise) {
    Optional<Duration> interval = values.duration("interval");
    if (interval.isPresent() && interval.get().isZero()) {
      diagnostics.error(
          "Interval of zero",
          "The interval of measurements must be longer.",
          values.range("interval"));
    }
    return new Schedule(
        interval.filter(it -> !it.isZero()).orElse(otherwise.interval()),
        values.duration("initial_delay").orElse(otherwise.initialDelay()),
        whole(values, "count", 1).map(OptionalInt::of).orElse(otherwise.count()));
  }

  private static Tolerance tolerance(SettingsBlock values, Tolerance otherwise) {
    return new Tolerance(
        whole(values, "failure_limit", 0).orElse(otherwise.failures()),
        whole(values, "inconclusive_limit", 0).orElse(otherwise.inconclusive()),
        whole(values, "consecutive_error_limit", 0).orElse(otherwise.consecutiveErrors()));
  }

  private Optional<Metric> metric(Block block, Schedule schedule, Tolerance tolerance) {
    BodyContent content = block.body().content(OF_METRIC, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Optional<Source> source = source(block, content, values);
    Optional<Judgement> judgement = judgement(block, content, values);
    boolean dryRun = values.truth("dry_run").orElse(false);
    Schedule own = schedule(values, schedule);
    Tolerance borne = tolerance(values, tolerance);
    return source.isEmpty() || judgement.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Metric(
                block.labels().getFirst(), source.get(), judgement.get(), own, borne, dryRun));
  }

  private Optional<Source> source(Block block, BodyContent content, SettingsBlock values) {
    Optional<String> source = values.text("source");
    if (source.isEmpty()) {
      return Optional.empty();
    }
    return switch (source.get()) {
      case "balancer" -> {
        refuse(content, PROMETHEUS, "a balancer has no");
        Optional<Measure> measure =
            values.read("measure", "one of " + measures(), AnalysisReader::measure);
        if (!content.attributes().containsKey("measure")) {
          diagnostics.error(
              "Missing measure",
              "A metric of balancers needs measure, one of " + measures() + ".",
              block.headerRange());
        }
        long enough =
            whole(values, "min_requests", 1).map(Integer::longValue).orElse(ENOUGH_REQUESTS);
        yield measure.map(it -> new Source.Balancer(it, enough));
      }
      case "prometheus" -> {
        refuse(content, BALANCER, "Prometheus has no");
        yield prometheus(block, content, values);
      }
      default -> {
        diagnostics.error(
            "Unknown source of a metric",
            "There is no source \""
                + source.get()
                + "\". The sources are \"balancer\" and \"prometheus\".",
            values.range("source"));
        yield Optional.empty();
      }
    };
  }

  private Optional<Source> prometheus(Block block, BodyContent content, SettingsBlock values) {
    for (String name : List.of("address", "query")) {
      if (!content.attributes().containsKey(name)) {
        diagnostics.error(
            "Missing " + name,
            "A metric of Prometheus needs address and query.",
            block.headerRange());
      }
    }
    Optional<URI> address =
        values.read(
            "address",
            "an http or https address, such as \"http://prometheus:9090\"",
            value -> SettingsBlock.textOf(value).flatMap(AnalysisReader::address));
    Optional<Query> query = query(values, "query");
    Optional<Path> token = values.text("token_file").map(Path::of);
    Duration timeout = values.duration("timeout").orElse(QUERY_TIMEOUT);
    Optional<Query> baseline = query(values, "baseline_query");
    return address.isEmpty() || query.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Source.Prometheus(
                new PrometheusServer(address.get(), token, timeout), query.get(), baseline));
  }

  private static Optional<Query> query(SettingsBlock values, String name) {
    return values.text(name).map(text -> new Query(text, values.range(name)));
  }

  private void refuse(BodyContent content, List<String> names, String why) {
    for (String name : names) {
      Attribute attribute = content.attributes().get(name);
      if (attribute != null) {
        diagnostics.error("Unsuitable argument", why + " " + name + ".", attribute.nameRange());
      }
    }
  }

  private Optional<Judgement> judgement(Block block, BodyContent content, SettingsBlock values) {
    Optional<Expression> success = condition(content, "success");
    Optional<Expression> failure = condition(content, "failure");
    success.ifPresent(this::fits);
    failure.ifPresent(this::fits);
    Optional<String> compare = values.text("compare");
    if (compare.isPresent() && !compare.get().equals("mann_whitney")) {
      diagnostics.error(
          "Unknown comparison",
          "There is no comparison \"" + compare.get() + "\". The only one is \"mann_whitney\".",
          values.range("compare"));
      return Optional.empty();
    }
    if (compare.isPresent() == (success.isPresent() || failure.isPresent())) {
      diagnostics.error(
          "What is good is " + (compare.isPresent() ? "said twice" : "not said"),
          "A metric needs either success or failure, or both, or compare.",
          block.headerRange());
      return Optional.empty();
    }
    if (compare.isEmpty()) {
      refuse(content, RANKS, "without compare there is no");
      return Optional.of(new Judgement.Conditions(success, failure, scope));
    }
    RankTest test =
        new RankTest(
            fraction(values, "confidence").orElse(RankTest.DEFAULT.confidence()),
            fraction(values, "effect_size").orElse(RankTest.DEFAULT.effectSize()));
    Direction worse =
        values
            .read("worse", "\"increase\", \"decrease\" or \"either\"", AnalysisReader::direction)
            .orElse(Direction.INCREASE);
    int enough = whole(values, "min_values", 2).orElse(ENOUGH_VALUES);
    return Optional.of(new Judgement.Ranks(test, worse, enough));
  }

  /** Reports what a condition says that no measurement could meet. */
  private void fits(Expression condition) {
    Value number = Value.unknown(Type.NUMBER);
    Value _ =
        Evaluator.evaluate(
            condition, scope.with("value", number).with("baseline", number), diagnostics);
  }

  private static Optional<Expression> condition(BodyContent content, String name) {
    return Optional.ofNullable(content.attributes().get(name)).map(Attribute::expression);
  }

  private static Optional<Integer> whole(SettingsBlock values, String name, int least) {
    return values.read(
        name,
        "a whole number from " + least,
        value -> {
          OptionalLong number = SettingsBlock.wholeOf(value);
          return number.isPresent()
                  && number.getAsLong() >= least
                  && number.getAsLong() <= Integer.MAX_VALUE
              ? Optional.of((int) number.getAsLong())
              : Optional.empty();
        });
  }

  private static Optional<Double> fraction(SettingsBlock values, String name) {
    return values.read(
        name,
        "a number above 0 and below 1",
        value ->
            Values.numberOf(value)
                .map(number -> number.toBigDecimal().doubleValue())
                .filter(number -> number > 0 && number < 1));
  }

  private static String measures() {
    return Arrays.stream(Measure.values())
        .map(measure -> "\"" + measure.word() + "\"")
        .collect(Collectors.joining(", "));
  }

  private static Optional<Measure> measure(Value value) {
    return Arrays.stream(Measure.values())
        .filter(measure -> SettingsBlock.textOf(value).equals(Optional.of(measure.word())))
        .findFirst();
  }

  private static Optional<Direction> direction(Value value) {
    return SettingsBlock.textOf(value)
        .flatMap(
            word ->
                switch (word) {
                  case "increase" -> Optional.of(Direction.INCREASE);
                  case "decrease" -> Optional.of(Direction.DECREASE);
                  case "either" -> Optional.of(Direction.EITHER);
                  default -> Optional.empty();
                });
  }

  private static Optional<URI> address(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getRawQuery() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
