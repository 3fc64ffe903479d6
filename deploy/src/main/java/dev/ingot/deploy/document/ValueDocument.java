package dev.ingot.deploy.document;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Values in plan and state documents: the value itself without its unknown parts, and beside it the
 * same shape with {@code true} where it is unknown or sensitive. Rules: plan JSON 1.2, state JSON
 * 1.0.
 */
final class ValueDocument {
  /** What a shape marks. */
  enum Aspect {
    UNKNOWN,
    SENSITIVE
  }

  private ValueDocument() {}

  /** Writes the known parts of a value; unknown attributes are left out, unknown elements null. */
  static void write(JsonGenerator json, Value value) {
    switch (value.unmarked()) {
      case Value.StringValue(String text) -> json.writeString(text);
      case Value.NumberValue(BigFloat number) -> json.writeRawValue(number.toString());
      case Value.BoolValue(boolean truth) -> json.writeBoolean(truth);
      case Value.NullValue _, Value.UnknownValue _ -> json.writeNull();
      case Value.ListValue list -> row(json, list.elements());
      case Value.SetValue set -> row(json, set.elements());
      case Value.TupleValue tuple -> row(json, tuple.elements());
      case Value.MapValue map -> named(json, map.entries());
      case Value.ObjectValue object -> named(json, object.attributes());
      case Value.MarkedValue marked -> write(json, marked.inner());
    }
  }

  /** Whether anything is written of an object but its braces. */
  static boolean hasKnownPart(Value value) {
    return !(value.unmarked() instanceof Value.ObjectValue(var attributes))
        || attributes.values().stream().anyMatch(Value::isKnown);
  }

  private static void row(JsonGenerator json, List<Value> elements) {
    json.writeStartArray();
    elements.forEach(element -> write(json, element));
    json.writeEndArray();
  }

  private static void named(JsonGenerator json, Map<String, Value> parts) {
    json.writeStartObject();
    parts.forEach(
        (name, part) -> {
          if (part.isKnown()) {
            json.writeName(name);
            write(json, part);
          }
        });
    json.writeEndObject();
  }

  /** Writes the shape of a value: false where it has none. */
  static void shape(JsonGenerator json, Value value, Aspect aspect) {
    if (isMarked(value, aspect)) {
      json.writeBoolean(true);
      return;
    }
    switch (value.unmarked()) {
      case Value.ListValue list -> rowShape(json, list.elements(), aspect);
      case Value.SetValue set -> rowShape(json, set.elements(), aspect);
      case Value.TupleValue tuple -> rowShape(json, tuple.elements(), aspect);
      case Value.MapValue map -> namedShape(json, map.entries(), aspect);
      case Value.ObjectValue object -> namedShape(json, object.attributes(), aspect);
      case Value.UnknownValue(Type type, var _) -> emptyShape(json, type);
      case Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.MarkedValue _ ->
          json.writeBoolean(false);
    }
  }

  private static boolean isMarked(Value value, Aspect aspect) {
    return switch (aspect) {
      case UNKNOWN -> !value.isKnown();
      case SENSITIVE -> value.marks().sensitive();
    };
  }

  private static void emptyShape(JsonGenerator json, Type type) {
    switch (type) {
      case Type.ListType _, Type.SetType _, Type.TupleType _ -> {
        json.writeStartArray();
        json.writeEndArray();
      }
      case Type.MapType _, Type.ObjectType _ -> {
        json.writeStartObject();
        json.writeEndObject();
      }
      case Type.Primitive _, Type.Dynamic _ -> json.writeBoolean(false);
    }
  }

  private static void rowShape(JsonGenerator json, Collection<Value> elements, Aspect aspect) {
    json.writeStartArray();
    elements.forEach(element -> shape(json, element, aspect));
    json.writeEndArray();
  }

  private static void namedShape(JsonGenerator json, Map<String, Value> parts, Aspect aspect) {
    json.writeStartObject();
    parts.forEach(
        (name, part) -> {
          if (hasShape(part, aspect)) {
            json.writeName(name);
            shape(json, part, aspect);
          }
        });
    json.writeEndObject();
  }

  private static boolean hasShape(Value value, Aspect aspect) {
    if (isMarked(value, aspect)) {
      return true;
    }
    return switch (value.unmarked()) {
      case Value.ListValue _,
          Value.SetValue _,
          Value.TupleValue _,
          Value.MapValue _,
          Value.ObjectValue _ ->
          true;
      case Value.UnknownValue(Type type, var _) ->
          !(type instanceof Type.Primitive) && !(type instanceof Type.Dynamic);
      case Value.StringValue _,
          Value.NumberValue _,
          Value.BoolValue _,
          Value.NullValue _,
          Value.MarkedValue _ ->
          false;
    };
  }

  /** Whether a part of a value is sensitive. */
  static boolean isSensitive(Value value) {
    return Values.deepMarks(value).sensitive();
  }
}
