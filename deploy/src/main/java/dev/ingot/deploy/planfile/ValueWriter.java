package dev.ingot.deploy.planfile;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes values with all that JSON can't say: unknown parts, what is known of them, and marks. A
 * type is written in full once and by number after that.
 */
final class ValueWriter {
  static final int STRING = 1;
  static final int NUMBER = 2;
  static final int TRUE = 3;
  static final int FALSE = 4;
  static final int NULL = 5;
  static final int UNKNOWN = 6;
  static final int LIST = 7;
  static final int SET = 8;
  static final int MAP = 9;
  static final int TUPLE = 10;
  static final int OBJECT = 11;
  static final int MARKED = 12;

  private final DataOutputStream out;
  private final Map<Type, Integer> types = new HashMap<>();

  ValueWriter(DataOutputStream out) {
    this.out = out;
  }

  void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  void value(Value value) throws IOException {
    switch (value) {
      case Value.StringValue(String text) -> {
        out.writeByte(STRING);
        text(text);
      }
      case Value.NumberValue(BigFloat number) -> {
        out.writeByte(NUMBER);
        text(number.toString());
      }
      case Value.BoolValue(boolean truth) -> out.writeByte(truth ? TRUE : FALSE);
      case Value.NullValue(Type type) -> {
        out.writeByte(NULL);
        type(type);
      }
      case Value.UnknownValue(Type type, Refinement refinement) -> {
        out.writeByte(UNKNOWN);
        type(type);
        refinement(refinement);
      }
      case Value.ListValue(Type element, List<Value> elements) -> {
        out.writeByte(LIST);
        type(element);
        values(elements);
      }
      case Value.SetValue(Type element, List<Value> elements) -> {
        out.writeByte(SET);
        type(element);
        values(elements);
      }
      case Value.MapValue(Type element, var entries) -> {
        out.writeByte(MAP);
        type(element);
        entries(entries);
      }
      case Value.TupleValue(List<Value> elements) -> {
        out.writeByte(TUPLE);
        values(elements);
      }
      case Value.ObjectValue(var attributes) -> {
        out.writeByte(OBJECT);
        entries(attributes);
      }
      case Value.MarkedValue(Value inner, Marks marks) -> {
        out.writeByte(MARKED);
        out.writeByte((marks.sensitive() ? 1 : 0) + (marks.ephemeral() ? 2 : 0));
        value(inner);
      }
    }
  }

  void path(ValuePath path) throws IOException {
    out.writeInt(path.length());
    for (ValuePath.Step step : path.steps()) {
      switch (step) {
        case ValuePath.Attribute(String name) -> {
          out.writeBoolean(true);
          text(name);
        }
        case ValuePath.Index(Value key) -> {
          out.writeBoolean(false);
          value(key);
        }
      }
    }
  }

  private void values(Collection<Value> values) throws IOException {
    out.writeInt(values.size());
    for (Value value : values) {
      value(value);
    }
  }

  private void entries(Map<String, Value> entries) throws IOException {
    out.writeInt(entries.size());
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      text(entry.getKey());
      value(entry.getValue());
    }
  }

  private void type(Type type) throws IOException {
    Integer known = types.get(type);
    if (known != null) {
      out.writeInt(known);
      return;
    }
    out.writeInt(-1);
    text(TypeJson.format(type));
    types.put(type, types.size());
  }

  private void refinement(Refinement refinement) throws IOException {
    boolean any = !refinement.equals(Refinement.NONE);
    out.writeBoolean(any);
    if (any) {
      out.writeBoolean(refinement.notNull());
      text(refinement.prefix());
      bound(refinement.lower());
      bound(refinement.upper());
      out.writeInt(refinement.minLength());
      out.writeInt(refinement.maxLength());
    }
  }

  private void bound(Optional<Refinement.Bound> bound) throws IOException {
    out.writeBoolean(bound.isPresent());
    if (bound.isPresent()) {
      text(bound.get().number().toString());
      out.writeBoolean(bound.get().inclusive());
    }
  }
}
