package dev.ingot.rollout;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.core.Amount;
import dev.ingot.rollout.core.Gate.Point;
import dev.ingot.rollout.core.Method;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.rollout.core.Strategy.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Encodes strategies in the log of a rollout. One that Ingot could always have is written as it
 * always was, without a format, so that older versions read it; any other has a format, and lacks
 * the fields that older versions need, so that they refuse it.
 */
final class StrategyCodec {
  /** The newest format that this version writes and reads. */
  static final int FORMAT = 2;

  private StrategyCodec() {}

  static void write(Strategy strategy, Map<String, Value> fields) {
    Timing timing = strategy.timing();
    if (strategy.method() instanceof Method.Rolling(Amount most, List<Amount> sizes, boolean surge)
        && surge
        && timing.bakeTime().isZero()
        && strategy.confirm().isEmpty()
        && !strategy.verify()
        && !strategy.analyse()) {
      fields.put("max_unavailable", Value.of(most.text()));
      fields.put("sizes", sizes(sizes));
    } else {
      fields.put("format", Value.of(FORMAT));
      fields.put("method", method(strategy.method()));
      fields.put("bake_time", Value.of(timing.bakeTime().toString()));
      fields.put(
          "confirm",
          Values.tuple(strategy.confirm().stream().map(point -> Value.of(point.word())).toList()));
      fields.put("verify", Value.of(strategy.verify()));
      fields.put("analyse", Value.of(strategy.analyse()));
    }
    fields.put("min_healthy_time", Value.of(timing.minHealthyTime().toString()));
    fields.put("healthy_deadline", Value.of(timing.healthyDeadline().toString()));
    fields.put("progress_deadline", Value.of(timing.progressDeadline().toString()));
    fields.put("auto_revert", Value.of(strategy.autoRevert()));
  }

  private static Value sizes(List<Amount> sizes) {
    return Values.tuple(sizes.stream().map(size -> Value.of(size.text())).toList());
  }

  private static Value method(Method method) {
    Map<String, Value> fields = new LinkedHashMap<>();
    switch (method) {
      case Method.Rolling(Amount most, List<Amount> sizes, boolean surge) -> {
        fields.put("name", Value.of("rolling"));
        fields.put("most", Value.of(most.text()));
        fields.put("sizes", sizes(sizes));
        fields.put("surge", Value.of(surge));
      }
      case Method.BlueGreen(Duration keepOld) -> {
        fields.put("name", Value.of("blue_green"));
        fields.put("keep_old", Value.of(keepOld.toString()));
      }
      case Method.Canary(List<Method.Step> steps) -> {
        fields.put("name", Value.of("canary"));
        fields.put("steps", Values.tuple(steps.stream().map(StrategyCodec::step).toList()));
      }
      case Method.Recreate() -> fields.put("name", Value.of("recreate"));
      case Method.Delegated() -> fields.put("name", Value.of("delegated"));
    }
    return Values.object(fields);
  }

  private static Value step(Method.Step step) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("share", Value.of(step.share().text()));
    fields.put("duration", Value.of(step.duration().toString()));
    fields.put("analysis", Value.of(step.analysis()));
    fields.put("confirm", Value.of(step.confirm()));
    return Values.object(fields);
  }

  static Strategy read(EntryFields entry) throws LogFormatException {
    Optional<Value> format = entry.field("format");
    boolean old = format.isEmpty();
    if (!old && entry.number("format") > FORMAT) {
      throw LogFormatException.newer(entry.number("format"));
    }
    Timing timing =
        new Timing(
            entry.duration("min_healthy_time"),
            entry.duration("healthy_deadline"),
            entry.duration("progress_deadline"),
            old ? Duration.ZERO : entry.duration("bake_time"));
    Method method =
        old
            ? new Method.Rolling(amount(entry, "max_unavailable"), sizes(entry), true)
            : method(new EntryFields(entry.required("method")));
    return new Strategy(
        method,
        timing,
        entry.truth("auto_revert"),
        old ? Set.of() : confirm(entry),
        !old && entry.truth("verify"),
        !old && entry.truth("analyse"));
  }

  private static Method method(EntryFields method) throws LogFormatException {
    String name = method.text("name");
    return switch (name) {
      case "rolling" ->
          new Method.Rolling(amount(method, "most"), sizes(method), method.truth("surge"));
      case "blue_green" -> new Method.BlueGreen(method.duration("keep_old"));
      case "canary" -> {
        List<Method.Step> steps = new ArrayList<>();
        for (Value each : method.elements("steps")) {
          EntryFields step = new EntryFields(each);
          steps.add(
              new Method.Step(
                  amount(step, "share"),
                  step.duration("duration"),
                  step.truth("analysis"),
                  step.truth("confirm")));
        }
        yield new Method.Canary(steps);
      }
      case "recreate" -> new Method.Recreate();
      case "delegated" -> new Method.Delegated();
      default -> throw new LogFormatException("unknown method of a rollout: " + name);
    };
  }

  private static Set<Point> confirm(EntryFields entry) throws LogFormatException {
    Set<Point> points = EnumSet.noneOf(Point.class);
    for (Value each : entry.elements("confirm")) {
      points.add(EntryFields.point(EntryFields.text("confirm", each)));
    }
    return points;
  }

  private static List<Amount> sizes(EntryFields entry) throws LogFormatException {
    List<Amount> sizes = new ArrayList<>();
    for (Value each : entry.elements("sizes")) {
      sizes.add(amount(EntryFields.text("sizes", each)));
    }
    return sizes;
  }

  private static Amount amount(EntryFields entry, String name) throws LogFormatException {
    return amount(entry.text(name));
  }

  private static Amount amount(String text) throws LogFormatException {
    return Amount.parse(text)
        .orElseThrow(() -> new LogFormatException("invalid number of machines: " + text));
  }
}
