package dev.ingot.platform.api;

import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Balancers, their backends and health checks as JSON. */
public final class BalancerJson {
  private BalancerJson() {}

  /** A health check as JSON. */
  public static Json.Obj write(HealthCheck check) {
    Fields.Builder json = Fields.object();
    switch (check) {
      case HealthCheck.Http(int port, String path, int min, int max, Duration _) ->
          json.put("type", "http")
              .put("port", port)
              .put("path", path)
              .put("min_status", min)
              .put("max_status", max);
      case HealthCheck.Tcp(int port, Duration _) -> json.put("type", "tcp").put("port", port);
      case HealthCheck.Exec(List<String> command, Duration _) ->
          json.put("type", "exec").putStrings("command", command);
    }
    return json.put("timeout_ms", check.timeout()).build();
  }

  /** A health check from JSON. */
  public static HealthCheck readCheck(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    Duration timeout =
        fields.has("timeout_ms") ? fields.millis("timeout_ms") : Duration.ofSeconds(1);
    String type = fields.string("type");
    return switch (type) {
      case "http" ->
          new HealthCheck.Http(
              fields.smallInteger("port"),
              fields.string("path"),
              fields.has("min_status") ? fields.smallInteger("min_status") : 200,
              fields.has("max_status") ? fields.smallInteger("max_status") : 399,
              timeout);
      case "tcp" -> new HealthCheck.Tcp(fields.smallInteger("port"), timeout);
      case "exec" -> new HealthCheck.Exec(fields.strings("command"), timeout);
      default -> throw new JsonException("unknown type of health check: " + type);
    };
  }

  /** An answer to a health check as JSON. */
  public static Json.Obj write(Health health) {
    return Fields.object()
        .put("healthy", health.isHealthy())
        .put("asked", health.asked())
        .put("answered", health.answered())
        .build();
  }

  /** An answer to a health check from JSON. */
  public static Health readHealth(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    return fields.bool("healthy")
        ? new Health.Healthy(fields.string("asked"), fields.string("answered"))
        : new Health.Unhealthy(fields.string("asked"), fields.string("answered"));
  }

  /** A backend as JSON. */
  public static Json.Obj write(Backend backend) {
    return Fields.object()
        .put("id", backend.id())
        .put("address", backend.address())
        .put("port", backend.port())
        .build();
  }

  /** A backend from JSON. */
  public static Backend readBackend(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    int port = fields.smallInteger("port");
    if (port < 1 || port > 65535) {
      throw new JsonException("\"port\" must be from 1 to 65535");
    }
    return new Backend(fields.string("id"), fields.string("address"), port);
  }

  /** Backends from an array. */
  public static List<Backend> readBackends(List<Json> array) throws JsonException {
    List<Backend> backends = new ArrayList<>();
    for (Json json : array) {
      backends.add(readBackend(json));
    }
    return backends;
  }

  /** A backend's status as JSON. */
  public static Json.Obj write(BackendStatus status) {
    return Fields.object()
        .put("backend", write(status.backend()))
        .put("phase", status.phase() == BackendStatus.Phase.ACTIVE ? "active" : "draining")
        .put("health", write(status.health()))
        .put("in_flight", status.inFlight())
        .put("requests", status.requests())
        .put("failures", status.failures())
        .build();
  }

  /** A backend's status from JSON. */
  public static BackendStatus readStatus(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    return new BackendStatus(
        readBackend(fields.fields("backend").json()),
        fields.string("phase").equals("active")
            ? BackendStatus.Phase.ACTIVE
            : BackendStatus.Phase.DRAINING,
        readHealth(fields.fields("health").json()),
        fields.smallInteger("in_flight"),
        fields.integer("requests"),
        fields.integer("failures"));
  }

  /** A specification as JSON. */
  public static Json.Obj write(BalancerSpec spec) {
    Fields.Builder json =
        Fields.object()
            .put("name", spec.name())
            .put("host", spec.host())
            .put("port", spec.port())
            .put("protocol", spec.protocol() == BalancerSpec.Protocol.HTTP ? "http" : "tcp")
            .put("backends", spec.backends().stream().map(BalancerJson::write).toList())
            .put("settings", write(spec.settings()));
    spec.check().ifPresent(check -> json.put("check", write(check)));
    return json.build();
  }

  /** A specification from JSON. */
  public static BalancerSpec readSpec(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    String protocol = fields.string("protocol");
    if (!protocol.equals("http") && !protocol.equals("tcp")) {
      throw new JsonException("\"protocol\" must be \"http\" or \"tcp\"");
    }
    int port = fields.smallInteger("port");
    if (port < 1 || port > 65535) {
      throw new JsonException("\"port\" must be from 1 to 65535");
    }
    return new BalancerSpec(
        fields.string("name"),
        fields.string("host"),
        port,
        protocol.equals("http") ? BalancerSpec.Protocol.HTTP : BalancerSpec.Protocol.TCP,
        readBackends(fields.list("backends")),
        fields.has("check")
            ? Optional.of(readCheck(fields.fields("check").json()))
            : Optional.empty(),
        fields.has("settings")
            ? readSettings(fields.fields("settings"))
            : BalancerSpec.Settings.DEFAULT);
  }

  private static Json.Obj write(BalancerSpec.Settings settings) {
    return Fields.object()
        .put("check_interval_ms", settings.checkInterval())
        .put("fall", settings.fall())
        .put("rise", settings.rise())
        .put("connect_timeout_ms", settings.connectTimeout())
        .put("response_timeout_ms", settings.responseTimeout())
        .put("idle_timeout_ms", settings.idleTimeout())
        .put("wait_for_backend_ms", settings.waitForBackend())
        .put("drain_timeout_ms", settings.drainTimeout())
        .put("retries", settings.retries())
        .put("buffer_bytes", settings.bufferBytes())
        .build();
  }

  private static BalancerSpec.Settings readSettings(Fields fields) throws JsonException {
    return new BalancerSpec.Settings(
        fields.millis("check_interval_ms"),
        fields.smallInteger("fall"),
        fields.smallInteger("rise"),
        fields.millis("connect_timeout_ms"),
        fields.millis("response_timeout_ms"),
        fields.millis("idle_timeout_ms"),
        fields.millis("wait_for_backend_ms"),
        fields.millis("drain_timeout_ms"),
        fields.smallInteger("retries"),
        fields.smallInteger("buffer_bytes"));
  }

  /** A balancer as JSON. */
  public static Json.Obj write(Balancer balancer) {
    return Fields.object()
        .put("id", balancer.id())
        .put("spec", write(balancer.spec()))
        .put("created_at", balancer.createdAt())
        .put("running", balancer.running())
        .put("pid", balancer.pid())
        .put("requests", balancer.requests())
        .put("retries", balancer.retries())
        .put("failed", balancer.failed())
        .put("backends", balancer.backends().stream().map(BalancerJson::write).toList())
        .build();
  }

  /** A balancer from JSON. */
  public static Balancer readBalancer(Json json) throws JsonException {
    Fields fields = Fields.of(json);
    List<BackendStatus> statuses = new ArrayList<>();
    for (Json status : fields.list("backends")) {
      statuses.add(readStatus(status));
    }
    return new Balancer(
        fields.string("id"),
        readSpec(fields.fields("spec").json()),
        fields.instant("created_at"),
        fields.bool("running"),
        fields.integer("pid"),
        fields.integer("requests"),
        fields.integer("retries"),
        fields.integer("failed"),
        statuses);
  }
}
