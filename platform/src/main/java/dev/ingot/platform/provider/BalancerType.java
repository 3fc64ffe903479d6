package dev.ingot.platform.provider;

import dev.ingot.health.Check;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.BalancerSpec.Protocol;
import dev.ingot.platform.api.BalancerSpec.Settings;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.provider.ProviderDiagnostic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * {@code ingot_balancer}: a port of this host whose requests go to backends. Its backends, health
 * check and times are changed in place, without losing a request.
 */
final class BalancerType implements ManagedType {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(1);

  private static final Schema SCHEMA =
      Schema.of(
          Map.ofEntries(
              Map.entry("id", Attribute.computed(Type.STRING)),
              Map.entry("address", Attribute.computed(Type.STRING)),
              Map.entry("url", Attribute.computed(Type.STRING)),
              Map.entry("name", Attribute.optionalComputed(Type.STRING)),
              Map.entry("host", Attribute.optionalComputed(Type.STRING)),
              Map.entry("port", Attribute.required(Type.NUMBER)),
              Map.entry("protocol", Attribute.optionalComputed(Type.STRING)),
              Map.entry("backends", Attribute.required(Attributes.STRINGS)),
              Map.entry("drain_timeout", Attribute.optional(Type.STRING)),
              Map.entry("response_timeout", Attribute.optional(Type.STRING))),
          Map.of(
              "health_check",
              NestedBlock.of(
                  Schema.of(
                      Map.of(
                          "type", Attribute.optional(Type.STRING),
                          "path", Attribute.optional(Type.STRING),
                          "port", Attribute.optional(Type.NUMBER),
                          "interval", Attribute.optional(Type.STRING),
                          "timeout", Attribute.optional(Type.STRING))),
                  Nesting.SINGLE)));

  private final PlatformAccess platform;
  private final Supplier<String> keys;

  BalancerType(PlatformAccess platform, Supplier<String> keys) {
    this.platform = platform;
    this.keys = keys;
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public List<ProviderDiagnostic> validate(Attributes config) {
    List<ProviderDiagnostic> problems = new ArrayList<>();
    config
        .number("port")
        .filter(port -> port < 1 || port > 65_535 || port != Math.rint(port))
        .ifPresent(
            port -> problems.add(invalid("port", "Ports are whole numbers from 1 to 65535.")));
    config
        .text("protocol")
        .filter(protocol -> protocol(protocol).isEmpty())
        .ifPresent(
            protocol ->
                problems.add(
                    invalid("protocol", "\"" + protocol + "\" is neither \"http\" nor \"tcp\".")));
    for (String endpoint : config.texts("backends")) {
      if (backend(endpoint).isEmpty()) {
        problems.add(
            invalid(
                "backends",
                "\"" + endpoint + "\" is not an address with a port, such as \"127.1.2.3:8080\"."));
      }
    }
    times(config, List.of("drain_timeout", "response_timeout"), "", problems);
    if (config.has("health_check")) {
      Attributes check = new Attributes(config.get("health_check"));
      times(check, List.of("interval", "timeout"), "health_check.", problems);
      check
          .text("type")
          .filter(type -> !type.equals("http") && !type.equals("tcp"))
          .ifPresent(
              type ->
                  problems.add(
                      invalid(
                          "health_check", "\"" + type + "\" is neither \"http\" nor \"tcp\".")));
      check
          .text("path")
          .filter(path -> !path.startsWith("/"))
          .ifPresent(
              path ->
                  problems.add(
                      invalid("health_check", "The path \"" + path + "\" must begin with \"/\".")));
    }
    return problems;
  }

  private static void times(
      Attributes object, List<String> names, String prefix, List<ProviderDiagnostic> problems) {
    for (String name : names) {
      object
          .text(name)
          .filter(text -> DurationText.parse(text).isEmpty())
          .ifPresent(
              text ->
                  problems.add(
                      invalid(
                          prefix.isEmpty() ? name : "health_check",
                          prefix
                              + name
                              + ": \""
                              + text
                              + "\" is not a duration. Examples: \"500ms\", \"30s\".")));
    }
  }

  private static ProviderDiagnostic invalid(String attribute, String detail) {
    return ProviderDiagnostic.error(
        "Invalid balancer", detail, ValuePath.ROOT.attribute(attribute));
  }

  private static Optional<Protocol> protocol(String text) {
    return switch (text) {
      case "http" -> Optional.of(Protocol.HTTP);
      case "tcp" -> Optional.of(Protocol.TCP);
      default -> Optional.empty();
    };
  }

  /** A backend is identified by its endpoint, so that reordering the list changes nothing. */
  private static Optional<Backend> backend(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    String digits = endpoint.substring(colon + 1);
    if (colon <= 0 || digits.isEmpty() || digits.length() > 5) {
      return Optional.empty();
    }
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(digits);
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new Backend(endpoint, endpoint.substring(0, colon), port));
  }

  @Override
  public Planned plan(Optional<Attributes> prior, Attributes proposed) {
    SortedMap<String, Value> planned = proposed.copy();
    if (proposed.get("host").isNull()) {
      planned.put("host", Value.of(LOOPBACK));
    }
    if (proposed.get("protocol").isNull()) {
      planned.put("protocol", Value.of("http"));
    }
    Attributes filled = new Attributes(new Value.ObjectValue(planned));
    if (filled.has("host") && filled.has("port") && filled.has("protocol")) {
      planned.put("address", Value.of(address(filled)));
      planned.put("url", Value.of(url(filled)));
    } else {
      planned.put("address", Value.unknown(Type.STRING));
      planned.put("url", Value.unknown(Type.STRING));
    }
    if (prior.isEmpty()) {
      planned.put("id", Attributes.unknownText());
      if (proposed.get("name").isNull()) {
        planned.put("name", Attributes.unknownText());
      }
    }
    List<String> replace =
        prior
            .map(before -> before.changed(planned, List.of("host", "port", "protocol", "name")))
            .orElse(List.of());
    return new Planned(new Value.ObjectValue(planned), replace, List.of());
  }

  private static String address(Attributes balancer) {
    return balancer.text("host").orElse(LOOPBACK) + ":" + port(balancer);
  }

  private static String url(Attributes balancer) {
    return balancer.text("protocol").orElse("http") + "://" + address(balancer);
  }

  private static int port(Attributes balancer) {
    return balancer.number("port").map(Double::intValue).orElse(0);
  }

  @Override
  public String newKey(Attributes planned) {
    return "b-" + keys.get();
  }

  @Override
  public Optional<Value> read(String key, Attributes last) throws PlatformException {
    return platform.findBalancer(key).map(balancer -> value(balancer, last));
  }

  private static Value value(Balancer balancer, Attributes last) {
    SortedMap<String, Value> value = last.copy();
    BalancerSpec spec = balancer.spec();
    value.put("id", Value.of(balancer.id()));
    value.put("name", Value.of(spec.name()));
    value.put("host", Value.of(spec.host()));
    value.put("port", Value.of(spec.port()));
    value.put("protocol", Value.of(spec.protocol() == Protocol.HTTP ? "http" : "tcp"));
    value.put("backends", Values.strings(spec.backends().stream().map(Backend::endpoint).toList()));
    Attributes filled = new Attributes(new Value.ObjectValue(value));
    value.put("address", Value.of(address(filled)));
    value.put("url", Value.of(url(filled)));
    return new Value.ObjectValue(value);
  }

  private static BalancerSpec spec(String key, Attributes planned) {
    Map<String, Backend> backends = new LinkedHashMap<>();
    for (String endpoint : planned.texts("backends")) {
      backend(endpoint).ifPresent(backend -> backends.putIfAbsent(backend.id(), backend));
    }
    Optional<Attributes> check =
        planned.has("health_check")
            ? Optional.of(new Attributes(planned.get("health_check")))
            : Optional.empty();
    return new BalancerSpec(
        planned.text("name").orElse(key),
        planned.text("host").orElse(LOOPBACK),
        port(planned),
        planned.text("protocol").flatMap(BalancerType::protocol).orElse(Protocol.HTTP),
        List.copyOf(backends.values()),
        check.map(BalancerType::check),
        settings(planned, check));
  }

  private static Settings settings(Attributes planned, Optional<Attributes> check) {
    Settings usual = Settings.DEFAULT;
    return new Settings(
        check.flatMap(block -> duration(block, "interval")).orElse(usual.checkInterval()),
        usual.fall(),
        usual.rise(),
        usual.connectTimeout(),
        duration(planned, "response_timeout").orElse(usual.responseTimeout()),
        usual.idleTimeout(),
        usual.waitForBackend(),
        duration(planned, "drain_timeout").orElse(usual.drainTimeout()),
        usual.retries(),
        usual.bufferBytes());
  }

  private static Optional<Duration> duration(Attributes attributes, String name) {
    return attributes.text(name).flatMap(DurationText::parse);
  }

  private static Check.Direct check(Attributes block) {
    int port = port(block);
    Duration timeout = duration(block, "timeout").orElse(CHECK_TIMEOUT);
    boolean http = block.text("type").map("http"::equals).orElse(block.text("path").isPresent());
    if (!http) {
      return new Check.Tcp(port, timeout);
    }
    Check.Http usual = Check.Http.of(port, block.text("path").orElse("/"));
    return new Check.Http(
        usual.port(), usual.path(), usual.minStatus(), usual.maxStatus(), timeout);
  }

  @Override
  public Applied create(String key, Attributes planned) throws PlatformException {
    return Applied.of(value(platform.createBalancer(key, spec(key, planned)), planned));
  }

  @Override
  public Applied update(String key, Attributes planned) throws PlatformException {
    return Applied.of(value(platform.updateBalancer(key, spec(key, planned)), planned));
  }

  @Override
  public void destroy(String key) throws PlatformException {
    platform.destroyBalancer(key);
  }
}
