package dev.ingot.deploy.document;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.CheckResult;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/** The results of conditions, in plan and state documents. */
final class ChecksDocument {
  private ChecksDocument() {}

  static void write(JsonGenerator json, List<CheckResult> checks) {
    json.writeStartArray();
    for (CheckResult check : checks) {
      json.writeStartObject();
      json.writeName("address");
      address(json, check.kind(), check.address());
      json.writeStringProperty("status", check.status().name().toLowerCase(Locale.ROOT));
      if (!check.objects().isEmpty()) {
        json.writeName("instances");
        json.writeStartArray();
        check.objects().forEach(instance -> instance(json, check.kind(), instance));
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void instance(JsonGenerator json, String kind, CheckResult.Instance instance) {
    json.writeStartObject();
    json.writeName("address");
    json.writeStartObject();
    if (kind.equals("resource")) {
      resource(instance.address())
          .ifPresent(
              address -> {
                switch (address.key()) {
                  case InstanceKey.None() -> {}
                  case InstanceKey.Index(long index) ->
                      json.writeNumberProperty("instance_key", index);
                  case InstanceKey.Text(String key) ->
                      json.writeStringProperty("instance_key", key);
                }
                module(json, address.module().toString());
              });
    } else {
      module(json, moduleOf(instance.address()));
    }
    json.writeStringProperty("to_display", instance.address());
    json.writeEndObject();
    json.writeStringProperty("status", instance.status().name().toLowerCase(Locale.ROOT));
    if (!instance.failures().isEmpty()) {
      json.writeName("problems");
      json.writeStartArray();
      for (String failure : instance.failures()) {
        json.writeStartObject();
        json.writeStringProperty("message", failure);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void address(JsonGenerator json, String kind, String address) {
    json.writeStartObject();
    json.writeStringProperty("kind", kind);
    Optional<InstanceAddress> resource =
        kind.equals("resource") ? resource(address) : Optional.empty();
    if (resource.isPresent()) {
      json.writeStringProperty("mode", resource.get().resource().mode().text());
      module(json, resource.get().module().toString());
      json.writeStringProperty("name", resource.get().resource().name());
      json.writeStringProperty("type", resource.get().resource().type());
    } else {
      module(json, moduleOf(address));
      json.writeStringProperty("name", address.substring(address.lastIndexOf('.') + 1));
    }
    json.writeStringProperty("to_display", address);
    json.writeEndObject();
  }

  private static void module(JsonGenerator json, String module) {
    if (!module.isEmpty()) {
      json.writeStringProperty("module", module);
    }
  }

  /** The address before the last two words, such as {@code var.id}. */
  private static String moduleOf(String address) {
    int name = address.lastIndexOf('.');
    int kind = name < 0 ? -1 : address.lastIndexOf('.', name - 1);
    return kind < 0 ? "" : address.substring(0, kind);
  }

  private static Optional<InstanceAddress> resource(String address) {
    try {
      return Optional.of(InstanceAddress.parse(address));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  /** The checks of a state, which stores them as JSON. */
  static void ofState(JsonGenerator json, String stored) {
    List<CheckResult> checks = new ArrayList<>();
    try {
      for (Value each : elements(ValueJson.parse(stored))) {
        List<CheckResult.Instance> instances = new ArrayList<>();
        for (Value object : elements(part(each, "objects"))) {
          instances.add(
              new CheckResult.Instance(
                  text(object, "object_addr"),
                  status(object),
                  elements(part(object, "failure_messages")).stream()
                      .map(ChecksDocument::plain)
                      .toList()));
        }
        checks.add(
            new CheckResult(
                kind(text(each, "object_kind")),
                text(each, "config_addr"),
                status(each),
                instances));
      }
    } catch (JacksonException | ValueJsonException e) {
      checks.clear();
    }
    write(json, checks);
  }

  private static CheckResult.Status status(Value object) {
    return switch (text(object, "status")) {
      case "pass" -> CheckResult.Status.PASS;
      case "fail" -> CheckResult.Status.FAIL;
      case "error" -> CheckResult.Status.ERROR;
      default -> CheckResult.Status.UNKNOWN;
    };
  }

  private static Value part(Value value, String name) {
    return value instanceof Value.ObjectValue(var attributes)
        ? attributes.getOrDefault(name, Value.nullOf(dev.ingot.lang.value.Type.DYNAMIC))
        : Value.nullOf(dev.ingot.lang.value.Type.DYNAMIC);
  }

  private static List<Value> elements(Value value) {
    return value instanceof Value.TupleValue(List<Value> elements) ? elements : List.of();
  }

  private static String text(Value value, String name) {
    return plain(part(value, name));
  }

  private static String plain(Value value) {
    return value instanceof Value.StringValue(String text) ? text : "";
  }

  /** The kind of object that a state calls so. */
  private static String kind(String stored) {
    return stored.equals("output") ? "output_value" : stored;
  }
}
