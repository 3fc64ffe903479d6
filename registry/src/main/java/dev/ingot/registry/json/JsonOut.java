package dev.ingot.registry.json;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON in one form: no white space, members in the order of the calls, maps sorted. */
public final class JsonOut {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator generator;

  private JsonOut(JsonGenerator generator) {
    this.generator = generator;
  }

  /** One object as UTF-8. */
  public static byte[] document(Consumer<JsonOut> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      generator.writeStartObject();
      members.accept(new JsonOut(generator));
      generator.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** A text. */
  public JsonOut text(String name, String value) {
    generator.writeStringProperty(name, value);
    return this;
  }

  /** A text, left out where empty. */
  public JsonOut optionalText(String name, Optional<?> value) {
    value.ifPresent(present -> generator.writeStringProperty(name, present.toString()));
    return this;
  }

  /** A text, left out where empty. */
  public JsonOut textUnlessEmpty(String name, String value) {
    if (!value.isEmpty()) {
      generator.writeStringProperty(name, value);
    }
    return this;
  }

  /** A whole number. */
  public JsonOut number(String name, long value) {
    generator.writeNumberProperty(name, value);
    return this;
  }

  /** A truth value. */
  public JsonOut flag(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
    return this;
  }

  /** An object of texts, sorted, left out where empty. */
  public JsonOut texts(String name, Map<String, String> values) {
    if (!values.isEmpty()) {
      object(name, out -> new TreeMap<>(values).forEach(out::text));
    }
    return this;
  }

  /** An array of texts, left out where empty. */
  public JsonOut texts(String name, List<?> values) {
    return values.isEmpty() ? this : array(name, values);
  }

  /** An array of texts. */
  public JsonOut array(String name, List<?> values) {
    generator.writeArrayPropertyStart(name);
    values.forEach(value -> generator.writeString(value.toString()));
    generator.writeEndArray();
    return this;
  }

  /** An object. */
  public JsonOut object(String name, Consumer<JsonOut> members) {
    generator.writeObjectPropertyStart(name);
    members.accept(this);
    generator.writeEndObject();
    return this;
  }

  /** An array of objects. */
  public <T> JsonOut objects(String name, List<T> elements, Consumer<T> members) {
    generator.writeArrayPropertyStart(name);
    for (T element : elements) {
      generator.writeStartObject();
      members.accept(element);
      generator.writeEndObject();
    }
    generator.writeEndArray();
    return this;
  }
}
