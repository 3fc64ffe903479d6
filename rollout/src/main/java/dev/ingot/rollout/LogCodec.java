package dev.ingot.rollout;

import dev.ingot.address.AddressException;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.core.AnalysisVerdict;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Baseline;
import dev.ingot.rollout.core.Slice;
import dev.ingot.rollout.core.Strategy;
import java.time.DateTimeException;
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
    StrategyCodec.write(start.strategy(), fields);
    fields.put("baseline_changed", Value.of(start.baseline() == Baseline.CHANGED));
    fields.put(
        "waves",
        Values.tuple(
            start.waves().stream()
                .map(wave -> Values.tuple(wave.stream().map(LogCodec::slice).toList()))
                .toList()));
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
      case Event.Vacated(Instant _, int wave, Result result) ->
          stage(fields, "vacated", wave, result);
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
      case Event.Verified(Instant _, Verdict verdict) -> {
        name(fields, "verified");
        verdict(fields, verdict);
      }
      case Event.Analysed(Instant _, int wave, AnalysisVerdict verdict) -> {
        name(fields, "analysed");
        fields.put("wave", Value.of(wave));
        fields.put("verdict", Value.of(word(verdict)));
        fields.put("evidence", Value.of(verdict.evidence()));
      }
      case Event.Confirmed(Instant _, String who) -> person(fields, "confirmed", who);
      case Event.Aborted(Instant _, String who) -> person(fields, "aborted", who);
      case Event.Cancelled(Instant _, String who) -> person(fields, "cancelled", who);
    }
  }

  private static void name(Map<String, Value> fields, String name) {
    fields.put("event", Value.of(name));
  }

  private static void person(Map<String, Value> fields, String name, String who) {
    name(fields, name);
    fields.put("who", Value.of(who));
  }

  private static String word(AnalysisVerdict verdict) {
    return switch (verdict) {
      case AnalysisVerdict.Successful _ -> "successful";
      case AnalysisVerdict.Failed _ -> "failed";
      case AnalysisVerdict.Inconclusive _ -> "inconclusive";
    };
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
      Reader reader = new Reader(new EntryFields(ValueJson.parse(json)));
      String name = reader.fields().text("event");
      return name.equals("began")
          ? new LogEntry.Began(reader.start())
          : new LogEntry.Happened(reader.event(name));
    } catch (DateTimeException | AddressException | IllegalArgumentException e) {
      throw new LogFormatException("not a rollout log entry: " + e.getMessage());
    } catch (RuntimeException e) {
      throw new LogFormatException("not a rollout log entry: it is not JSON");
    }
  }

  private record Reader(EntryFields fields) {
    private Instant at() throws LogFormatException {
      return Instant.parse(fields.text("at"));
    }

    private int wave() throws LogFormatException {
      return fields.number("wave");
    }

    private InstanceAddress address() throws LogFormatException {
      return InstanceAddress.parse(fields.text("address"));
    }

    private String who() throws LogFormatException {
      return fields.text("who");
    }

    Event event(String name) throws LogFormatException {
      return switch (name) {
        case "started" -> new Event.Started(at());
        case "resumed" -> new Event.Resumed(at());
        case "tick" -> new Event.Tick(at());
        case "vacated" -> new Event.Vacated(at(), wave(), result());
        case "created" -> new Event.Created(at(), wave(), result());
        case "moved" -> new Event.Moved(at(), wave(), result());
        case "analysed" -> new Event.Analysed(at(), wave(), analysis());
        case "retired" -> new Event.Retired(at(), wave(), result());
        case "taken_back" -> new Event.TakenBack(at(), wave(), result());
        case "redeployed" -> new Event.Redeployed(at(), result());
        case "probed" -> new Event.Probed(at(), address(), verdict());
        case "verified" -> new Event.Verified(at(), verdict());
        case "confirmed" -> new Event.Confirmed(at(), who());
        case "aborted" -> new Event.Aborted(at(), who());
        case "cancelled" -> new Event.Cancelled(at(), who());
        default -> throw new LogFormatException("unknown rollout event: " + name);
      };
    }

    private Result result() throws LogFormatException {
      Optional<Value> failed = fields.field("failed");
      return failed.isPresent()
          ? new Result.Failed(EntryFields.text("failed", failed.get()))
          : new Result.Done();
    }

    private AnalysisVerdict analysis() throws LogFormatException {
      String evidence = fields.text("evidence");
      String verdict = fields.text("verdict");
      return switch (verdict) {
        case "successful" -> new AnalysisVerdict.Successful(evidence);
        case "failed" -> new AnalysisVerdict.Failed(evidence);
        case "inconclusive" -> new AnalysisVerdict.Inconclusive(evidence);
        default -> throw new LogFormatException("unknown verdict of an analysis: " + verdict);
      };
    }

    private Verdict verdict() throws LogFormatException {
      String health = fields.text("health");
      return switch (health) {
        // What a healthy machine answered is not kept.
        case "healthy" -> new Verdict.Healthy("", "");
        case "unhealthy" -> new Verdict.Unhealthy(fields.text("asked"), fields.text("answered"));
        case "dead" -> new Verdict.Dead(fields.text("evidence"));
        default -> throw new LogFormatException("unknown health of a machine: " + health);
      };
    }

    Rollout start() throws LogFormatException {
      Strategy strategy = StrategyCodec.read(fields);
      List<List<Slice>> waves = new ArrayList<>();
      for (Value wave : fields.elements("waves")) {
        List<Slice> slices = new ArrayList<>();
        for (Value each : EntryFields.elements("waves", wave)) {
          EntryFields slice = new EntryFields(each);
          Optional<Value> served = slice.field("served");
          slices.add(
              new Slice(
                  InstanceAddress.parse(slice.text("address")),
                  served.isPresent()
                      ? Optional.of(new DeposedKey(EntryFields.text("served", served.get())))
                      : Optional.empty()));
        }
        waves.add(slices);
      }
      return Rollout.startingWith(
          strategy, waves, fields.truth("baseline_changed") ? Baseline.CHANGED : Baseline.VERIFIED);
    }
  }
}
