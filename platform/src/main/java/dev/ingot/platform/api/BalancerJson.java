package dev.ingot.platform.api;

import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.Traffic;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.json.Json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Balancers and their backends as JSON. */
public final class BalancerJson {
  private BalancerJson() {}

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
        .put("health", HealthJson.write(status.health()))
        .put("in_flight", status.inFlight())
        .put("requests", status.requests())
        .put("traffic", write(status.traffic()))
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
        HealthJson.readVerdict(fields.fields("health").json()),
        fields.smallInteger("in_flight"),
        fields.integer("requests"),
        // A balancer that an earlier version started counts less.
        fields.has("traffic") ? readTraffic(fields.fields("traffic")) : Traffic.NONE);
  }

  private static Json.Obj write(Traffic traffic) {
    return Fields.object()
        .put("successes", traffic.successes())
        .put("client_errors", traffic.clientErrors())
        .put("server_errors", traffic.serverErrors())
        .put("failures", traffic.failures())
        .put("latency", write(traffic.latency()))
        .build();
  }

  /** The buckets that aren't empty, each with its count. */
  private static List<Json.Arr> write(LatencyHistogram latency) {
    return IntStream.range(0, LatencyHistogram.BUCKETS)
        .filter(bucket -> latency.count(bucket) > 0)
        .mapToObj(
            bucket ->
                new Json.Arr(List.of(new Json.Int(bucket), new Json.Int(latency.count(bucket)))))
        .toList();
  }

  private static Traffic readTraffic(Fields fields) throws JsonException {
    return new Traffic(
        fields.integer("successes"),
        fields.integer("client_errors"),
        fields.integer("server_errors"),
        fields.integer("failures"),
        readLatency(fields.list("latency")));
  }

  private static LatencyHistogram readLatency(List<Json> buckets) throws JsonException {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    for (Json one : buckets) {
      if (!(one instanceof Json.Arr(List<Json> pair))
          || pair.size() != 2
          || !(pair.getFirst() instanceof Json.Int(long bucket))
          || !(pair.getLast() instanceof Json.Int(long count))
          || bucket < 0
          || bucket >= counts.length
          || count < 0) {
        throw new JsonException("\"latency\" must be pairs of a bucket and its count");
      }
      counts[(int) bucket] = count;
    }
    return LatencyHistogram.of(counts);
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
    spec.check().ifPresent(check -> json.put("check", HealthJson.write(check)));
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
            ? Optional.of(HealthJson.readCheck(fields.fields("check").json()))
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
