package dev.ingot.rollout;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.rollout.core.Strategy.Amount;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Encodes the log entries of a rollout as JSON objects, and decodes them to equal ones. */
public final class LogCodec {
  private LogCodec() {}

  /** Writes an entry. */
  public static String write(LogEntry entry) {
    Map<String, Value> fields = new LinkedHashMap<>();
    switch (entry) {
      case LogEntry.Began(Rollout start) -> began(start, fields);
      case LogEntry.Happened(Event event) -> event(event, fields);
    }
    return ValueJson.format(Values.object(fields));
  }

  private static void began(Rollout start, Map<String, Value> fields) {
    fields.put("event", Value.of("began"));
    Strategy strategy = start.strategy();
    fields.put("max_unavailable", amount(strategy.maxUnavailable()));
    fields.put("sizes", Values.tuple(strategy.waves().stream().map(LogCodec::amount).toList()));
    fields.put("min_healthy_time", Value.of(strategy.minHealthyTime().toString()));
    fields.put("healthy_deadline", Value.of(strategy.healthyDeadline().toString()));
    fields.put("progress_deadline", Value.of(strategy.progressDeadline().toString()));
    fields.put("auto_revert", Value.of(strategy.autoRevert()));
    fields.put("baseline_changed", Value.of(start.baseline() == Baseline.CHANGED));
    fields.put(
        "waves",
        Values.tuple(
            start.waves().stream()
                .map(wave -> Values.tuple(wave.stream().map(LogCodec::slice).toList()))
                .toList()));
  }

  private static Value amount(Amount amount) {
    return switch (amount) {
      case Amount.Count(int slices) -> Value.of(Integer.toString(slices));
      case Amount.Percent(double percent) -> Value.of(percent + "%");
    };
  }

  private static Value slice(Slice slice) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("address", Value.of(slice.address().toString()));
    slice.served().ifPresent(key -> fields.put("served", Value.of(key.text())));
    return Values.object(fields);
  }

  private static void event(Event event, Map<String, Value> fields) {
    fields.put("at", Value.of(event.at().toString()));
    switch (event) {
      case Event.Started _ -> name(fields, "started");
      case Event.Resumed _ -> name(fields, "resumed");
      case Event.Tick _ -> name(fields, "tick");
      case Event.Created(Instant _, int wave, Result result) ->
          stage(fields, "created", wave, result);
      case Event.Moved(Instant _, int wave, Result result) -> stage(fields, "moved", wave, result);
      case Event.Retired(Instant _, int wave, Result result) ->
          stage(fields, "retired", wave, result);
      case Event.TakenBack(Instant _, int wave, Result result) ->
          stage(fields, "taken_back", wave, result);
      case Event.Redeployed(Instant _, Result result) -> {
        name(fields, "redeployed");
        result(fields, result);
      }
      case Event.Probed(Instant _, InstanceAddress address, Verdict verdict) -> {
        name(fields, "probed");
        fields.put("address", Value.of(address.toString()));
        verdict(fields, verdict);
      }
      case Event.Cancelled(Instant _, String who) -> {
        name(fields, "cancelled");
        fields.put("who", Value.of(who));
      }
    }
  }

  private static void name(Map<String, Value> fields, String name) {
    fields.put("event", Value.of(name));
  }

  private static void stage(Map<String, Value> fields, String name, int wave, Result result) {
    name(fields, name);
    fields.put("wave", Value.of(wave));
    result(fields, result);
  }

  private static void result(Map<String, Value> fields, Result result) {
    if (result instanceof Result.Failed(String message)) {
      fields.put("failed", Value.of(message));
    }
  }

  private static void verdict(Map<String, Value> fields, Verdict verdict) {
    switch (verdict) {
      case Verdict.Healthy _ -> fields.put("health", Value.of("healthy"));
      case Verdict.Unhealthy(String asked, String _) -> {
        fields.put("health", Value.of("unhealthy"));
        fields.put("asked", Value.of(asked));
        fields.put("answered", Value.of(shown(asked, verdict)));
      }
      case Verdict.Dead(String evidence) -> {
        fields.put("health", Value.of("dead"));
        fields.put("evidence", Value.of(evidence));
      }
    }
  }

  /** The answer as far as its evidence shows it, which is all that the state keeps of it. */
  private static String shown(String asked, Verdict verdict) {
    return verdict.evidence().substring((asked + " answered: ").length());
  }

  /**
   * Reads an entry.
   *
   * @throws LogFormatException if the text is not one
   */
  public static LogEntry read(String json) throws LogFormatException {
    try {
      Reader reader = new Reader(ValueJson.parse(json));
      String name = reader.text("event");
      return name.equals("began")
          ? new LogEntry.Began(reader.start())
          : new LogEntry.Happened(reader.event(name));
    } catch (DateTimeException | AddressException | IllegalArgumentException e) {
      throw new LogFormatException("not a rollout log entry: " + e.getMessage());
    } catch (RuntimeException e) {
      throw new LogFormatException("not a rollout log entry: it is not JSON");
    }
  }

  private record Reader(Value object) {
    private Optional<Value> field(String name) {
      return object.isNull() ? Optional.empty() : Values.attribute(object, name);
    }

    private Value required(String name) throws LogFormatException {
      return field(name)
          .orElseThrow(() -> new LogFormatException("a rollout log entry lacks \"" + name + "\""));
    }

    String text(String name) throws LogFormatException {
      return text(name, required(name));
    }

    private static String text(String name, Value value) throws LogFormatException {
      return Values.text(value)
          .orElseThrow(
              () ->
                  new LogFormatException("\"" + name + "\" in a rollout log entry is not a text"));
    }

    private static List<Value> elements(String name, Value value) throws LogFormatException {
      return Values.elements(value)
          .orElseThrow(
              () ->
                  new LogFormatException("\"" + name + "\" in a rollout log entry is not a list"));
    }

    private Instant at() throws LogFormatException {
      return Instant.parse(text("at"));
    }

    private int wave() throws LogFormatException {
      if (required("wave") instanceof Value.NumberValue number) {
        return Integer.parseInt(number.number().toString());
      }
      throw new LogFormatException("\"wave\" in a rollout log entry is not a number");
    }

    private InstanceAddress address() throws LogFormatException {
      return InstanceAddress.parse(text("address"));
    }

    Event event(String name) throws LogFormatException {
      return switch (name) {
        case "started" -> new Event.Started(at());
        case "resumed" -> new Event.Resumed(at());
        case "tick" -> new Event.Tick(at());
        case "created" -> new Event.Created(at(), wave(), result());
        case "moved" -> new Event.Moved(at(), wave(), result());
        case "retired" -> new Event.Retired(at(), wave(), result());
        case "taken_back" -> new Event.TakenBack(at(), wave(), result());
        case "redeployed" -> new Event.Redeployed(at(), result());
        case "probed" -> new Event.Probed(at(), address(), verdict());
        case "cancelled" -> new Event.Cancelled(at(), text("who"));
        default -> throw new LogFormatException("unknown rollout event: " + name);
      };
    }

    private Result result() throws LogFormatException {
      Optional<Value> failed = field("failed");
      return failed.isPresent()
          ? new Result.Failed(text("failed", failed.get()))
          : new Result.Done();
    }

    private Verdict verdict() throws LogFormatException {
      String health = text("health");
      return switch (health) {
        // What a healthy machine answered is not kept.
        case "healthy" -> new Verdict.Healthy("", "");
        case "unhealthy" -> new Verdict.Unhealthy(text("asked"), text("answered"));
        case "dead" -> new Verdict.Dead(text("evidence"));
        default -> throw new LogFormatException("unknown health of a machine: " + health);
      };
    }

    Rollout start() throws LogFormatException {
      List<Amount> sizes = new ArrayList<>();
      for (Value each : elements("sizes", required("sizes"))) {
        sizes.add(amount(text("sizes", each)));
      }
      Strategy strategy =
          new Strategy(
              amount(text("max_unavailable")),
              sizes,
              Duration.parse(text("min_healthy_time")),
              Duration.parse(text("healthy_deadline")),
              Duration.parse(text("progress_deadline")),
              Values.isTrue(required("auto_revert")));
      List<List<Slice>> waves = new ArrayList<>();
      for (Value wave : elements("waves", required("waves"))) {
        List<Slice> slices = new ArrayList<>();
        for (Value each : elements("waves", wave)) {
          Reader slice = new Reader(each);
          Optional<Value> served = slice.field("served");
          slices.add(
              new Slice(
                  slice.address(),
                  served.isPresent()
                      ? Optional.of(new DeposedKey(text("served", served.get())))
                      : Optional.empty()));
        }
        waves.add(slices);
      }
      return Rollout.startingWith(
          strategy,
          waves,
          Values.isTrue(required("baseline_changed")) ? Baseline.CHANGED : Baseline.VERIFIED);
    }

    private static Amount amount(String text) throws LogFormatException {
      return Amount.parse(text)
          .orElseThrow(() -> new LogFormatException("invalid number of machines: " + text));
    }
  }
}
