package dev.ingot.lang.value;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/** Writes values to a generator. */
final class ValueJsonWriter {
  private final JsonGenerator generator;

  ValueJsonWriter(JsonGenerator generator) {
    this.generator = generator;
  }

  private static ValueJsonException failure(ValuePath path, String message) {
    return new ValueJsonException(path, message);
  }

  /** Writes a value without its type. */
  void implied(Value value, ValuePath path) {
    switch (value) {
      case Value.StringValue(String text) -> generator.writeString(text);
      case Value.NumberValue(BigFloat number) -> number(number, path);
      case Value.BoolValue(boolean truth) -> generator.writeBoolean(truth);
      case Value.NullValue none -> generator.writeNull();
      case Value.ListValue list -> implied(list.elements(), path);
      case Value.SetValue set -> implied(set.elements(), path);
      case Value.TupleValue tuple -> implied(tuple.elements(), path);
      case Value.MapValue map -> implied(map.entries(), path);
      case Value.ObjectValue object -> implied(object.attributes(), path);
      case Value.UnknownValue unknown -> throw failure(path, "value is not known");
      case Value.MarkedValue marked -> throw failure(path, "value has marks");
    }
  }

  private void implied(List<Value> elements, ValuePath path) {
    generator.writeStartArray();
    int position = 0;
    for (Value element : elements) {
      implied(element, path.index(position));
      position++;
    }
    generator.writeEndArray();
  }

  private void implied(Map<String, Value> entries, ValuePath path) {
    generator.writeStartObject();
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      generator.writeName(entry.getKey());
      implied(entry.getValue(), path.attribute(entry.getKey()));
    }
    generator.writeEndObject();
  }

  private void number(BigFloat number, ValuePath path) {
    if (number.isInfinite()) {
      throw failure(path, "cannot serialize infinity as JSON");
    }
    OptionalLong small = number.asLong();
    if (small.isPresent()
        && number.precision() >= 64
        && !(number.isZero() && number.isNegative())) {
      generator.writeNumber(small.getAsLong());
    } else {
      generator.writeNumber(number.toString());
    }
  }

  /** Writes a value of a type. */
  void typed(Value value, Type type, ValuePath path) {
    if (value instanceof Value.MarkedValue || value instanceof Value.UnknownValue) {
      implied(value, path);
      return;
    }
    if (type instanceof Type.Dynamic && !value.type().equals(type)) {
      dynamic(value, path);
      return;
    }
    if (value.isNull()) {
      generator.writeNull();
      return;
    }
    switch (type) {
      case Type.Primitive primitive -> {
        if (!value.type().equals(primitive)) {
          throw mismatch(type, path);
        }
        implied(value, path);
      }
      case Type.ListType(Type element) when value instanceof Value.ListValue list ->
          elements(list.elements(), element, path);
      case Type.SetType(Type element) when value instanceof Value.SetValue set ->
          elements(set.elements(), element, path);
      case Type.MapType(Type element) when value instanceof Value.MapValue map -> {
        generator.writeStartObject();
        for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
          generator.writeName(entry.getKey());
          typed(entry.getValue(), element, path.index(entry.getKey()));
        }
        generator.writeEndObject();
      }
      case Type.TupleType(List<Type> types)
          when value instanceof Value.TupleValue(List<Value> elements)
              && elements.size() == types.size() -> {
        generator.writeStartArray();
        for (int i = 0; i < types.size(); i++) {
          typed(elements.get(i), types.get(i), path.index(i));
        }
        generator.writeEndArray();
      }
      case Type.ObjectType object when value instanceof Value.ObjectValue known ->
          attributes(known, object, path);
      case Type other -> throw mismatch(other, path);
    }
  }

  private static ValueJsonException mismatch(Type type, ValuePath path) {
    return failure(path, TypeNames.constraint(type) + " required");
  }

  private void elements(List<Value> elements, Type type, ValuePath path) {
    generator.writeStartArray();
    int position = 0;
    for (Value element : elements) {
      typed(element, type, path.index(position));
      position++;
    }
    generator.writeEndArray();
  }

  private void attributes(Value.ObjectValue value, Type.ObjectType type, ValuePath path) {
    Map<String, Value> attributes = value.attributes();
    if (!attributes.keySet().equals(type.attributes().keySet())) {
      throw mismatch(type, path);
    }
    generator.writeStartObject();
    Iterator<Type> types = type.attributes().values().iterator();
    for (Map.Entry<String, Value> entry : attributes.entrySet()) {
      generator.writeName(entry.getKey());
      typed(entry.getValue(), types.next(), path.attribute(entry.getKey()));
    }
    generator.writeEndObject();
  }

  private void dynamic(Value value, ValuePath path) {
    Type type = value.type();
    generator.writeStartObject();
    generator.writeName("value");
    typed(value, type, path);
    generator.writeName("type");
    TypeJson.write(generator, type);
    generator.writeEndObject();
  }
}
