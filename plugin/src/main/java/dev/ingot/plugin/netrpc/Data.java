package dev.ingot.plugin.netrpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What calls carry: the values of MessagePack. */
public sealed interface Data {
  /** No value. */
  static Data nothing() {
    return new Nothing();
  }

  /** No value. */
  record Nothing() implements Data {}

  /** A bool. */
  record Truth(boolean value) implements Data {}

  /** A whole number. */
  record Whole(long value) implements Data {}

  /** A number with a fraction. */
  record Fraction(double value) implements Data {}

  /** A string. */
  record Text(String value) implements Data {}

  /** Bytes; never changed by anyone. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Binary(byte[] value) implements Data {}

  /** An array. */
  record Items(List<Data> values) implements Data {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A map with strings for keys, such as a structure by the names of its fields. */
  record Fields(Map<String, Data> values) implements Data {
    public Fields {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A field; nothing where there is none. */
    public Data get(String name) {
      return values.getOrDefault(name, nothing());
    }
  }

  /** A string. */
  static Data of(String value) {
    return new Text(value);
  }

  /** A whole number. */
  static Data of(long value) {
    return new Whole(value);
  }

  /** A bool. */
  static Data of(boolean value) {
    return new Truth(value);
  }

  /** Strings. */
  static Data of(List<String> values) {
    return new Items(values.stream().map(Data::of).toList());
  }

  /** A field of a structure; nothing where this is none. */
  default Data field(String name) {
    return this instanceof Fields fields ? fields.get(name) : nothing();
  }

  /** The string or the bytes of it as text; empty where it is neither. */
  default Optional<String> text() {
    return switch (this) {
      case Text(String value) -> Optional.of(value);
      case Binary(byte[] value) ->
          Optional.of(new String(value, java.nio.charset.StandardCharsets.UTF_8));
      case Nothing _, Truth _, Whole _, Fraction _, Items _, Fields _ -> Optional.empty();
    };
  }

  /** The bytes, or those of a string; empty where it is neither. */
  default Optional<byte[]> bytes() {
    return switch (this) {
      case Text(String value) ->
          Optional.of(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      case Binary(byte[] value) -> Optional.of(value);
      case Nothing _, Truth _, Whole _, Fraction _, Items _, Fields _ -> Optional.empty();
    };
  }

  /** The whole number; 0 where it is none. */
  default long whole() {
    return this instanceof Whole(long value) ? value : 0;
  }

  /** Whether it is true. */
  default boolean isTrue() {
    return this instanceof Truth(boolean value) && value;
  }

  /** The strings of an array. */
  default List<String> texts() {
    return items().stream().flatMap(each -> each.text().stream()).toList();
  }

  /** The values of an array; empty where it is none. */
  default List<Data> items() {
    return this instanceof Items(List<Data> values) ? values : List.of();
  }
}
