package dev.ingot.lang.function.time;

import dev.ingot.lang.DurationText;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** The functions of dates and times. */
public final class TimeFunctions {
  private TimeFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "formatdate" ->
          FunctionSpec.named(name)
              .parameter("format", Type.STRING)
              .parameter("time", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(DateFormat.format(a.text(0), timestamp(a, 1))));
      case "plantimestamp" -> now(name, false);
      case "timeadd" ->
          FunctionSpec.named(name)
              .parameter("timestamp", Type.STRING)
              .parameter("duration", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> add(a.text(0), a.text(1)));
      case "timecmp" ->
          FunctionSpec.named(name)
              .parameter("timestamp_a", Type.STRING)
              .parameter("timestamp_b", Type.STRING)
              .returns(Type.NUMBER)
              .body(
                  (a, type) ->
                      Value.of(
                          (long)
                              Integer.signum(
                                  timestamp(a, 0)
                                      .toInstant()
                                      .compareTo(timestamp(a, 1).toInstant()))));
      case "timestamp" -> now(name, true);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec now(String name, boolean changes) {
    return FunctionSpec.named(name)
        .returns(Type.STRING)
        .body(
            (a, type) ->
                changes && a.environment().purelyPlanning()
                    ? Unknowns.notNull(Type.STRING)
                    : Value.of(
                        Timestamps.text(
                            a.environment().clock().instant().atOffset(ZoneOffset.UTC))));
  }

  private static OffsetDateTime timestamp(Arguments a, int index) throws FunctionFailure {
    try {
      return Timestamps.parse(a.text(index));
    } catch (FunctionFailure e) {
      throw new FunctionFailure(index, e.reason());
    }
  }

  private static Value add(String timestamp, String duration) throws FunctionFailure {
    OffsetDateTime start = Timestamps.parse(timestamp);
    try {
      Duration added = DurationText.read(duration);
      return Value.of(Timestamps.text(start.plus(added).truncatedTo(ChronoUnit.SECONDS)));
    } catch (DurationText.Malformed e) {
      throw new FunctionFailure(e.reason());
    }
  }
}
