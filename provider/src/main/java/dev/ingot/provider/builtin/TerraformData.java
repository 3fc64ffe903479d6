package dev.ingot.provider.builtin;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.RawState;
import dev.ingot.provider.ReadResource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/** {@code terraform_data}: keeps values in the state and nothing else. Rules: as recorded. */
final class TerraformData {
  static final String TYPE = "terraform_data";
  static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "id", Attribute.computed(Type.STRING),
              "input", Attribute.optional(Type.DYNAMIC),
              "output", Attribute.computed(Type.DYNAMIC),
              "triggers_replace", Attribute.optional(Type.DYNAMIC)));

  private final RandomGenerator random;

  TerraformData(RandomGenerator random) {
    this.random = random;
  }

  /** Reports attributes that only this provider may set. */
  static List<ProviderDiagnostic> validate(Value config) {
    return Stream.of("id", "output")
        .filter(name -> !part(config, name).isNull())
        .map(name -> ProviderDiagnostic.error("\"" + name + "\" attribute is read-only", ""))
        .toList();
  }

  static ReadResource.Response read(ReadResource.Request request) {
    return new ReadResource.Response(
        request.current(), request.privateData(), Optional.empty(), Optional.empty(), List.of());
  }

  static PlanResourceChange.Response plan(PlanResourceChange.Request request) {
    Value proposed = request.proposedNew();
    if (proposed.isNull()) {
      return planned(proposed, List.of(), request.priorPrivate());
    }
    TreeMap<String, Value> planned =
        new TreeMap<>(Values.entries(proposed).orElse(new TreeMap<>()));
    Value input = part(proposed, "input");
    if (request.prior().isNull()) {
      planned.put("id", Values.refineNotNull(Value.unknown(Type.STRING)));
      planned.put("output", input.isNull() ? input : Value.unknown(input.type()));
      return planned(object(planned), List.of(), request.priorPrivate());
    }
    if (!input.equals(part(request.prior(), "input"))) {
      planned.put("output", Value.unknown(input.type()));
    }
    boolean replace =
        !part(proposed, "triggers_replace").equals(part(request.prior(), "triggers_replace"));
    return planned(
        object(planned),
        replace ? List.of(ValuePath.ROOT.attribute("triggers_replace")) : List.of(),
        request.priorPrivate());
  }

  private static PlanResourceChange.Response planned(
      Value value, List<ValuePath> replace, Bytes privateData) {
    return new PlanResourceChange.Response(
        value, replace, privateData, Optional.empty(), Optional.empty(), false, List.of());
  }

  ApplyResourceChange.Response apply(ApplyResourceChange.Request request) {
    Value planned = request.planned();
    if (planned.isNull()) {
      return applied(planned, request.plannedPrivate());
    }
    TreeMap<String, Value> result = new TreeMap<>(Values.entries(planned).orElse(new TreeMap<>()));
    if (!part(planned, "id").isKnown()) {
      result.put("id", Value.of(newId()));
    }
    if (!part(planned, "output").isKnown()) {
      result.put("output", part(planned, "input"));
    }
    return applied(object(result), request.plannedPrivate());
  }

  private static ApplyResourceChange.Response applied(Value value, Bytes privateData) {
    return new ApplyResourceChange.Response(value, privateData, Optional.empty(), false, List.of());
  }

  private String newId() {
    byte[] bytes = new byte[16];
    synchronized (random) {
      random.nextBytes(bytes);
    }
    String digits = HexFormat.of().formatHex(bytes);
    return String.join(
        "-",
        digits.substring(0, 8),
        digits.substring(8, 12),
        digits.substring(12, 16),
        digits.substring(16, 20),
        digits.substring(20));
  }

  static ImportResourceState.Response importObject(ImportResourceState.Request request) {
    if (request.id().isEmpty()) {
      return new ImportResourceState.Response(
          List.of(),
          Optional.empty(),
          List.of(
              ProviderDiagnostic.error(
                  "Invalid import", "The id of an object to import must not be empty.")));
    }
    Value value = objectOf(Value.of(request.id()), Values.NULL);
    return new ImportResourceState.Response(
        List.of(new ImportResourceState.Imported(TYPE, value, Bytes.EMPTY, Optional.empty())),
        Optional.empty(),
        List.of());
  }

  /** Accepts a {@code null_resource}, keeping its triggers. */
  static MoveResourceState.Response move(MoveResourceState.Request request) {
    if (!request.sourceProvider().endsWith("/hashicorp/null")) {
      return moveFailed(
          "Unsupported source provider for move operation",
          "Only moving from the official hashicorp/null provider to terraform_data is supported.");
    }
    if (!request.sourceType().equals("null_resource")
        || !(request.sourceState() instanceof RawState.Json(String text))) {
      return moveFailed(
          "Unsupported source resource type for move operation",
          "Only moving from the null_resource managed resource type to terraform_data is"
              + " supported.");
    }
    try {
      Value source = ValueJson.parse(text);
      Value value = objectOf(part(source, "id"), part(source, "triggers"));
      return new MoveResourceState.Response(value, Bytes.EMPTY, Optional.empty(), List.of());
    } catch (ValueJsonException | JacksonException e) {
      return moveFailed(
          "Unreadable source object",
          "The stored object could not be read: " + e.getMessage() + ".");
    }
  }

  private static MoveResourceState.Response moveFailed(String summary, String detail) {
    return new MoveResourceState.Response(
        Values.NULL,
        Bytes.EMPTY,
        Optional.empty(),
        List.of(ProviderDiagnostic.error(summary, detail)));
  }

  private static Value objectOf(Value id, Value triggers) {
    TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    attributes.put("id", id);
    attributes.put("input", Values.NULL);
    attributes.put("output", Values.NULL);
    attributes.put("triggers_replace", triggers);
    return object(attributes);
  }

  private static Value object(SortedMap<String, Value> attributes) {
    return new Value.ObjectValue(attributes);
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }
}
