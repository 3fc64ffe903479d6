package dev.ingot.rollout.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.value.Value;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Gate.Point;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.rollout.core.Strategy.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the strategy of a {@code rollout} block. Each default has its source in the guide. */
final class StrategyReader {
  static final BlockSchema STEP = new BlockSchema("step");

  /** The attributes of a rollout that belong to its strategy. */
  static final List<String> ATTRIBUTES =
      List.of(
          "strategy",
          "max_unavailable",
          "max_surge",
          "waves",
          "keep_old",
          "min_healthy_time",
          "healthy_deadline",
          "progress_deadline",
          "bake_time",
          "auto_revert",
          "confirm");

  private static final String AMOUNT = "a number of at least 1 or a share such as \"25%\"";
  private static final String LIMIT = "a number of at least 0 or a share such as \"25%\"";
  private static final Map<String, List<String>> OF_STRATEGY =
      Map.of(
          "rolling", List.of("max_unavailable", "max_surge", "waves"),
          "blue_green", List.of("keep_old"),
          "canary", List.of("step"),
          "recreate", List.of(),
          "delegated", List.of());

  private final Block block;
  private final BodyContent content;
  private final SettingsBlock values;
  private final Scope scope;
  private final Diagnostics diagnostics;

  StrategyReader(Block block, BodyContent content, Scope scope, Diagnostics diagnostics) {
    this.block = block;
    this.content = content;
    this.values = new SettingsBlock(content, scope, diagnostics);
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads it.
   *
   * @param delegated the deadline of a group that replaces its own members; empty for machines
   * @param analysis what has to succeed in steps and during the bake time; empty for nothing
   */
  Strategy read(Optional<Duration> delegated, Optional<Analysis> analysis) {
    boolean analysed = analysis.isPresent();
    Optional<String> named = values.text("strategy");
    String name = delegated.isPresent() ? "delegated" : named.orElse("rolling");
    if (delegated.isPresent() && named.isPresent()) {
      diagnostics.error(
          "Two ways to replace machines",
          "A delegated group replaces its own members, so that it has no strategy.",
          values.range("strategy"));
    } else if (delegated.isEmpty()
        && (!OF_STRATEGY.containsKey(name) || name.equals("delegated"))) {
      diagnostics.error(
          "Unknown strategy",
          "There is no strategy \""
              + name
              + "\". The strategies are \"rolling\", \"blue_green\", \"canary\" and \"recreate\".",
          values.range("strategy"));
      name = "rolling";
    }
    refuseOthers(name);
    Duration deadline = delegated.orElse(Duration.ofMinutes(5));
    Timing timing =
        new Timing(
            values
                .duration("min_healthy_time")
                .orElse(delegated.isPresent() ? Duration.ZERO : Duration.ofSeconds(10)),
            values.duration("healthy_deadline").orElse(deadline),
            values.duration("progress_deadline").orElse(longer(Duration.ofMinutes(10), deadline)),
            values.duration("bake_time").orElse(Duration.ZERO));
    if (analysed
        && !timing.bakeTime().isZero()
        && timing.bakeTime().compareTo(shortest(analysis.get())) < 0) {
      diagnostics.error(
          "Bake time too short for the analysis",
          "The first measurement takes "
              + DurationText.text(shortest(analysis.get()))
              + " (initial_delay and interval).",
          values.range("bake_time"));
    }
    longer("healthy_deadline", timing.healthyDeadline(), timing);
    longer("progress_deadline", timing.progressDeadline(), timing);
    return new Strategy(
        method(name, analysis),
        timing,
        values.truth("auto_revert").orElse(true),
        confirm(),
        false,
        analysed && !timing.bakeTime().isZero());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** A machine has to be able to become healthy. */
  private void longer(String name, Duration deadline, Timing timing) {
    if (timing.minHealthyTime().compareTo(deadline) >= 0) {
      diagnostics.error(
          "No machine could become healthy",
          "min_healthy_time ("
              + DurationText.text(timing.minHealthyTime())
              + ") must be shorter than "
              + name
              + " ("
              + DurationText.text(deadline)
              + ").",
          content.attributes().containsKey(name)
              ? values.range(name)
              : content.attributes().containsKey("min_healthy_time")
                  ? values.range("min_healthy_time")
                  : block.headerRange());
    }
  }

  /** Settings of another strategy would be silently ignored. */
  private void refuseOthers(String strategy) {
    OF_STRATEGY.forEach(
        (other, names) -> {
          for (String name : names) {
            boolean set = content.attributes().containsKey(name) || !content.blocks(name).isEmpty();
            if (!other.equals(strategy) && set) {
              diagnostics.error(
                  "Setting of another strategy",
                  name
                      + " belongs to the strategy \""
                      + other
                      + "\"; this one is \""
                      + strategy
                      + "\".",
                  content.attributes().containsKey(name)
                      ? content.attributes().get(name).nameRange()
                      : content.blocks(name).getFirst().headerRange());
            }
          }
        });
  }

  private Method method(String name, Optional<Analysis> analysis) {
    return switch (name) {
      case "blue_green" -> new Method.BlueGreen(values.duration("keep_old").orElse(Duration.ZERO));
      case "canary" -> new Method.Canary(steps(analysis));
      case "recreate" -> new Method.Recreate();
      case "delegated" -> new Method.Delegated();
      default -> rolling();
    };
  }

  private Method rolling() {
    Optional<Limit> unavailable = values.read("max_unavailable", LIMIT, StrategyReader::limit);
    Optional<Limit> surge = values.read("max_surge", LIMIT, StrategyReader::limit);
    boolean noSurge = surge.isPresent() && surge.get().isNone();
    if (unavailable.isPresent() && unavailable.get().isNone() && (surge.isEmpty() || noSurge)) {
      diagnostics.error(
          "No machine could be replaced",
          "With max_unavailable = 0, max_surge must be at least 1.",
          values.range(noSurge ? "max_surge" : "max_unavailable"));
    }
    Amount most =
        surge
            .flatMap(Limit::amount)
            .or(() -> unavailable.flatMap(Limit::amount))
            .orElse(new Amount.Count(1));
    return new Method.Rolling(
        most,
        values.readAll("waves", "a list, each " + AMOUNT, StrategyReader::amount).orElse(List.of()),
        !noSurge);
  }

  /** A number of machines that may be none. */
  private record Limit(Optional<Amount> amount) {
    boolean isNone() {
      return amount.isEmpty();
    }
  }

  private static Optional<Limit> limit(Value value) {
    OptionalLong number = SettingsBlock.wholeOf(value);
    boolean none =
        number.isPresent()
            ? number.getAsLong() == 0
            : SettingsBlock.textOf(value).filter(text -> text.equals("0%")).isPresent();
    return none
        ? Optional.of(new Limit(Optional.empty()))
        : amount(value).map(amount -> new Limit(Optional.of(amount)));
  }

  private static Optional<Amount> amount(Value value) {
    OptionalLong number = SettingsBlock.wholeOf(value);
    return number.isPresent()
        ? Amount.parse(Long.toString(number.getAsLong()))
        : SettingsBlock.textOf(value).flatMap(Amount::parse);
  }

  private List<Method.Step> steps(Optional<Analysis> analysis) {
    List<Method.Step> steps = new ArrayList<>();
    for (Block one : content.blocks(STEP.type())) {
      step(one, analysis).ifPresent(steps::add);
    }
    if (content.blocks(STEP.type()).isEmpty()) {
      diagnostics.error(
          "Canary without steps",
          "A canary needs at least one step, such as step { percent = 10, duration = \"5m\" }.",
          block.headerRange());
    }
    return steps;
  }

  private Optional<Method.Step> step(Block one, Optional<Analysis> analysis) {
    BodyContent step =
        one.body()
            .content(
                new BodySchema(
                    SettingsBlock.attributes(
                        List.of(), List.of("count", "percent", "duration", "analysis", "confirm")),
                    List.of()),
                diagnostics);
    SettingsBlock settings = new SettingsBlock(step, scope, diagnostics);
    boolean byCount = step.attributes().containsKey("count");
    if (byCount == step.attributes().containsKey("percent")) {
      diagnostics.error(
          "Size of a step",
          "A step has either count or percent: how much of the group is new after it.",
          one.headerRange());
      return Optional.empty();
    }
    Optional<Amount> share =
        byCount
            ? settings.read("count", "a number of at least 1", StrategyReader::count)
            : settings.read("percent", "above 0 and at most 100", StrategyReader::percent);
    Duration duration = settings.duration("duration").orElse(Duration.ZERO);
    boolean confirm = settings.truth("confirm").orElse(false);
    Optional<Boolean> wanted = settings.truth("analysis");
    if (wanted.orElse(false) && analysis.isEmpty()) {
      diagnostics.error(
          "Nothing to analyse", "The rollout has no analysis block.", settings.range("analysis"));
    }
    boolean analysed = analysis.isPresent() && wanted.orElse(true);
    if (analysed && duration.compareTo(shortest(analysis.get())) < 0) {
      diagnostics.error(
          "Step too short for its analysis",
          "The first measurement takes "
              + DurationText.text(shortest(analysis.get()))
              + " (initial_delay and interval), the step only "
              + DurationText.text(duration)
              + ".",
          step.attributes().containsKey("duration")
              ? settings.range("duration")
              : one.headerRange());
    }
    return share.map(amount -> new Method.Step(amount, duration, analysed, confirm));
  }

  private static Duration shortest(Analysis analysis) {
    return analysis.metrics().stream()
        .map(metric -> metric.schedule().initialDelay().plus(metric.schedule().interval()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private static Optional<Amount> count(Value value) {
    OptionalLong number = SettingsBlock.wholeOf(value);
    return number.isPresent() ? Amount.parse(Long.toString(number.getAsLong())) : Optional.empty();
  }

  private static Optional<Amount> percent(Value value) {
    return value instanceof Value.NumberValue number
        ? Amount.parse(number.number() + "%")
        : Optional.empty();
  }

  private Set<Point> confirm() {
    Set<Point> points = EnumSet.noneOf(Point.class);
    values
        .readAll(
            "confirm",
            "a list of \"start\", \"move\" and \"promote\"",
            value -> SettingsBlock.textOf(value).flatMap(StrategyReader::point))
        .ifPresent(points::addAll);
    return points;
  }

  private static Optional<Point> point(String word) {
    return switch (word) {
      case "start" -> Optional.of(Point.START);
      case "move" -> Optional.of(Point.MOVE);
      case "promote" -> Optional.of(Point.PROMOTE);
      default -> Optional.empty();
    };
  }
}
