package dev.ingot.platform.api;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.time.Duration;
import java.util.List;

/** Checks and verdicts as JSON. */
public final class HealthJson {
  private HealthJson() {}

  /** A health check as JSON. */
  public static Json.Obj write(Check.Direct check) {
    Fields.Builder json = Fields.object();
    switch (check) {
      case Check.Http(int port, String path, int min, int max, Duration _) ->
          json.put("type", "http")
              .put("port", port)
              .put("path", path)
              .put("min_status", min)
              .put("max_status", max);
      case Check.Tcp(int port, Duration _) -> json.put("type", "tcp").put("port", port);
      case Check.Exec(List<String> command, Duration _) ->
          json.put("type", "exec").putStrings("command", command);
    }
    return json.put("timeout_ms", check.timeout()).build();
  }

  /** A health check from JSON. */
  public static Check.Direct readCheck(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    Duration timeout =
        fields.has("timeout_ms") ? fields.millis("timeout_ms") : Duration.ofSeconds(1);
    String type = fields.string("type");
    return switch (type) {
      case "http" ->
          new Check.Http(
              fields.smallInteger("port"),
              fields.string("path"),
              fields.has("min_status") ? fields.smallInteger("min_status") : 200,
              fields.has("max_status") ? fields.smallInteger("max_status") : 399,
              timeout);
      case "tcp" -> new Check.Tcp(fields.smallInteger("port"), timeout);
      case "exec" -> new Check.Exec(fields.strings("command"), timeout);
      default -> throw new JsonException("unknown type of health check: " + type);
    };
  }

  /** A verdict as JSON. */
  public static Json.Obj write(Verdict verdict) {
    String kind =
        switch (verdict) {
          case Verdict.Healthy _ -> "healthy";
          case Verdict.Unhealthy _ -> "unhealthy";
          case Verdict.Dead _ -> "dead";
        };
    return Fields.object()
        .put("verdict", kind)
        .put("asked", verdict.asked())
        .put("answered", verdict.answered())
        .build();
  }

  /** A verdict from JSON. */
  public static Verdict readVerdict(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    String verdict = fields.string("verdict");
    return switch (verdict) {
      case "healthy" -> new Verdict.Healthy(fields.string("asked"), fields.string("answered"));
      case "unhealthy" -> new Verdict.Unhealthy(fields.string("asked"), fields.string("answered"));
      case "dead" -> new Verdict.Dead(fields.string("answered"));
      default -> throw new JsonException("unknown verdict: " + verdict);
    };
  }
}
