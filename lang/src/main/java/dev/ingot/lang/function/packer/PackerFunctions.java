package dev.ingot.lang.function.packer;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The functions that image templates have in addition to those of configurations. Rules: Packer's
 * public documentation.
 */
public final class PackerFunctions {
  private PackerFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "aws_secretsmanager" -> service(name, "AWS Secrets Manager").variadicService("key");
      case "aws_secretsmanager_raw" -> service(name, "AWS Secrets Manager").build();
      case "consul_key" -> service(name, "Consul").build();
      case "vault" -> service(name, "Vault").variadicService("key");
      case "convert" -> new ConvertFunction();
      case "legacy_isotime" -> time(name, PackerFunctions::isotime);
      case "legacy_strftime" -> time(name, PackerFunctions::strftime);
      case "rfc3339_parse" ->
          FunctionSpec.named(name)
              .parameter("timestamp", Type.STRING)
              .returns(partsType(false))
              .body((a, type) -> parts(rfc3339(a.text(0)), false));
      case "unix_timestamp_parse" ->
          FunctionSpec.named(name)
              .parameter("unix_timestamp", Type.NUMBER)
              .returns(partsType(true))
              .body((a, type) -> parts(ofEpoch(Arguments.whole(a.number(0), "")), true));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A function that reads from a network service, which is not supported. */
  private record Service(String name, String service, FunctionSpec spec) {
    FunctionSpec build() {
      return spec.returns(Type.STRING)
          .body(
              (a, type) -> {
                throw new FunctionFailure(
                    "it reads from "
                        + service
                        + ", a network service, which is not supported. Pass the value as a"
                        + " sensitive variable instead, for example from the environment variable"
                        + " PKR_VAR_NAME");
              });
    }

    FunctionSpec variadicService(String second) {
      spec.variadic(second, Type.STRING);
      return build();
    }
  }

  private static Service service(String name, String service) {
    return new Service(name, service, FunctionSpec.named(name).parameter("name", Type.STRING));
  }

  private interface TimeText {
    String of(Arguments arguments) throws FunctionFailure;
  }

  private static FunctionSpec time(String name, TimeText text) {
    return FunctionSpec.named(name)
        .variadic("format", Type.STRING)
        .returns(Type.STRING)
        .body((a, type) -> Value.of(text.of(a)));
  }

  private static OffsetDateTime now(Arguments a) {
    return a.environment().clock().instant().atOffset(ZoneOffset.UTC);
  }

  private static String isotime(Arguments a) throws FunctionFailure {
    if (a.size() > 1) {
      throw new FunctionFailure(1, "at most one format is allowed");
    }
    return ReferenceTimeFormat.format(
        a.size() == 0 ? "2006-01-02T15:04:05Z07:00" : a.text(0), now(a));
  }

  private static String strftime(Arguments a) throws FunctionFailure {
    if (a.size() > 2) {
      throw new FunctionFailure(2, "at most a format and seconds since 1970 are allowed");
    }
    OffsetDateTime time = now(a);
    if (a.size() == 2) {
      BigFloat seconds =
          BigFloat.parse(a.text(1))
              .orElseThrow(() -> new FunctionFailure(1, "a number of seconds is required"));
      time = ofEpoch(Arguments.whole(seconds, ""));
    }
    return PercentTimeFormat.format(a.size() == 0 ? "" : a.text(0), time);
  }

  private static OffsetDateTime ofEpoch(long seconds) throws FunctionFailure {
    try {
      return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new FunctionFailure(0, "the time is out of range");
    }
  }

  private static OffsetDateTime rfc3339(String text) throws FunctionFailure {
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new FunctionFailure(0, "not a valid RFC3339 timestamp");
    }
  }

  private static Type partsType(boolean withText) {
    return parts(Instant.EPOCH.atOffset(ZoneOffset.UTC), withText).type();
  }

  private static Value parts(OffsetDateTime time, boolean withText) {
    Map<String, Value> parts = new HashMap<>();
    parts.put("year", Value.of((long) time.getYear()));
    parts.put("year_day", Value.of((long) time.getDayOfYear()));
    parts.put("month", Value.of((long) time.getMonthValue()));
    parts.put(
        "month_name", Value.of(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    parts.put("day", Value.of((long) time.getDayOfMonth()));
    parts.put("weekday", Value.of((long) time.getDayOfWeek().getValue() % 7));
    parts.put(
        "weekday_name",
        Value.of(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)));
    parts.put("hour", Value.of((long) time.getHour()));
    parts.put("minute", Value.of((long) time.getMinute()));
    parts.put("second", Value.of((long) time.getSecond()));
    parts.put("unix", Value.of(time.toEpochSecond()));
    parts.put("iso_year", Value.of((long) time.get(IsoFields.WEEK_BASED_YEAR)));
    parts.put("iso_week", Value.of((long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    if (withText) {
      parts.put("rfc3339", Value.of(ReferenceTimeFormat.format("2006-01-02T15:04:05Z07:00", time)));
    }
    return Values.object(parts);
  }
}
