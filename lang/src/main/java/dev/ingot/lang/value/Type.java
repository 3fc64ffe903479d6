package dev.ingot.lang.value;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The type of a {@link Value}. Rules: the HCL syntax-agnostic information model and the recorded
 * behaviour of Terraform 1.11.
 */
public sealed interface Type {
  /** Unicode text, NFC. */
  Type STRING = Primitive.STRING;

  /** A 512-bit binary floating-point number. */
  Type NUMBER = Primitive.NUMBER;

  /** True or false. */
  Type BOOL = Primitive.BOOL;

  /** As a constraint: any type. As the type of a null or unknown value: unknown type. */
  Type DYNAMIC = Dynamic.ANY;

  /** The types without parts. */
  enum Primitive implements Type {
    STRING,
    NUMBER,
    BOOL
  }

  /** The only instance represents every type. */
  enum Dynamic implements Type {
    ANY
  }

  /** An ordered sequence whose elements have one type. */
  record ListType(Type element) implements Type {}

  /** Unique, unordered elements of one type. */
  record SetType(Type element) implements Type {}

  /** Elements of one type by name. */
  record MapType(Type element) implements Type {}

  /** A sequence with a type for each element. */
  record TupleType(List<Type> elements) implements Type {
    public TupleType {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Named attributes, each with a type.
   *
   * @param attributes in {@link Value#KEY_ORDER}
   * @param optional the attributes that may be missing in a conversion to this type; empty in the
   *     type of a value
   */
  record ObjectType(SortedMap<String, Type> attributes, Set<String> optional) implements Type {
    public ObjectType {
      attributes = SortedEntries.of(attributes).hashed();
      optional = Set.copyOf(optional);
    }

    public ObjectType(SortedMap<String, Type> attributes) {
      this(attributes, Set.of());
    }
  }
}
