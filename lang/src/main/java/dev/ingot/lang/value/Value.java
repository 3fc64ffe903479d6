package dev.ingot.lang.value;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * A value of the language: immutable; known, null or unknown, possibly marked. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
public sealed interface Value {
  /** The order of map keys and attribute names: by UTF-8 bytes, which is by code point. */
  Comparator<String> KEY_ORDER = CodePointOrder.INSTANCE;

  /** The type of the value. */
  Type type();

  /**
   * Text in NFC. Construct through {@link #of(String)} unless the text is known to be normalized.
   */
  record StringValue(String text) implements Value {
    @Override
    public Type type() {
      return Type.STRING;
    }
  }

  /** A number. */
  record NumberValue(BigFloat number) implements Value {
    @Override
    public Type type() {
      return Type.NUMBER;
    }
  }

  /** True or false. */
  record BoolValue(boolean truth) implements Value {
    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /** A list; its elements are of the element type (conversion is the caller's duty). */
  record ListValue(Type element, List<Value> elements) implements Value {
    public ListValue {
      elements = ValueList.of(elements);
    }

    @Override
    public Type type() {
      return new Type.ListType(element);
    }
  }

  /**
   * A set; its elements are unique and in the order of the set order: construct through {@code
   * Values.set}.
   */
  record SetValue(Type element, List<Value> elements) implements Value {
    public SetValue {
      elements = ValueList.of(elements);
    }

    @Override
    public Type type() {
      return new Type.SetType(element);
    }
  }

  /** A map, in {@link #KEY_ORDER}. */
  record MapValue(Type element, SortedMap<String, Value> entries) implements Value {
    public MapValue {
      entries = Values.sorted(entries);
    }

    @Override
    public Type type() {
      return new Type.MapType(element);
    }
  }

  /** A tuple. */
  record TupleValue(List<Value> elements) implements Value {
    public TupleValue {
      elements = ValueList.of(elements);
    }

    @Override
    public Type type() {
      Type[] types = new Type[elements.size()];
      for (int i = 0; i < types.length; i++) {
        types[i] = elements.get(i).type();
      }
      return new Type.TupleType(List.of(types));
    }
  }

  /** An object, in {@link #KEY_ORDER}. */
  record ObjectValue(SortedMap<String, Value> attributes) implements Value {
    public ObjectValue {
      attributes = Values.sorted(attributes);
    }

    @Override
    public Type type() {
      return new Type.ObjectType(SortedEntries.of(attributes).mapped(Value::type));
    }
  }

  /** Null of a type. */
  record NullValue(Type type) implements Value {}

  /** A value that will be known later, and its refinement. */
  record UnknownValue(Type type, Refinement refinement) implements Value {}

  /**
   * A value with marks; never nested directly: marks of a marked value are merged. Parts may have
   * marks of their own.
   */
  record MarkedValue(Value inner, Marks marks) implements Value {
    public MarkedValue {
      if (inner instanceof MarkedValue || marks.isEmpty()) {
        throw new IllegalArgumentException("use Value.marked");
      }
    }

    @Override
    public Type type() {
      return inner.type();
    }
  }

  /** A string value, normalized to NFC. */
  static Value of(String text) {
    return new StringValue(Values.normalize(text));
  }

  /** A whole number. */
  static Value of(long number) {
    return new NumberValue(BigFloat.of(number));
  }

  /** A boolean. */
  static Value of(boolean truth) {
    return truth ? Values.TRUE : Values.FALSE;
  }

  /** Unknown of a type, without refinement. */
  static Value unknown(Type type) {
    return type.equals(Type.DYNAMIC)
        ? Values.DYNAMIC_UNKNOWN
        : new UnknownValue(type, Refinement.NONE);
  }

  /** Null of a type. */
  static Value nullOf(Type type) {
    return type.equals(Type.DYNAMIC) ? Values.NULL : new NullValue(type);
  }

  /** This value with additional marks. */
  default Value marked(Marks more) {
    if (more.isEmpty()) {
      return this;
    }
    return this instanceof MarkedValue(Value inner, Marks marks)
        ? new MarkedValue(inner, marks.with(more))
        : new MarkedValue(this, more);
  }

  /** This value without its own marks; parts keep theirs. */
  default Value unmarked() {
    return this instanceof MarkedValue marked ? marked.inner() : this;
  }

  /** The marks of the value itself, not of its parts. */
  default Marks marks() {
    return this instanceof MarkedValue marked ? marked.marks() : Marks.NONE;
  }

  /** Whether the value itself is null. */
  default boolean isNull() {
    return unmarked() instanceof NullValue;
  }

  /** Whether the value itself is known (null is known); its parts may be unknown. */
  default boolean isKnown() {
    return !(unmarked() instanceof UnknownValue);
  }
}
