package dev.ingot.lang.schema;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An attribute of a {@link Schema}. Rules: the schema messages of the plugin protocols 5 and 6.
 *
 * @param constraint the type its value is converted to, with the defaults of optional object
 *     attributes
 * @param nested the attributes of its objects, if the schema describes them one by one; the
 *     constraint then follows from them
 * @param required whether a value is required
 * @param optional whether a value is optional
 * @param computed whether the provider sets a value if the configuration doesn't
 * @param sensitive whether its value must not be shown
 * @param writeOnly whether its value is passed to the provider and never stored
 */
public record Attribute(
    TypeConstraint constraint,
    Optional<Nested> nested,
    boolean required,
    boolean optional,
    boolean computed,
    boolean sensitive,
    boolean writeOnly,
    Documentation documentation) {

  /** The attributes of an attribute's objects, and the objects' collection. */
  public record Nested(SortedMap<String, Attribute> attributes, Nesting nesting) {
    public Nested {
      attributes = sorted(attributes);
    }

    /** The type the attribute has. */
    public Type type() {
      return Types.withoutOptional(configurationType());
    }

    /**
     * The type for conversion of the configuration: attributes that aren't required may be missing.
     */
    Type configurationType() {
      TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
      Set<String> mayBeAbsent = new HashSet<>();
      attributes.forEach(
          (name, attribute) -> {
            types.put(name, attribute.configurationConstraint().type());
            if (!attribute.required()) {
              mayBeAbsent.add(name);
            }
          });
      Type object = new Type.ObjectType(types, mayBeAbsent);
      return switch (nesting) {
        case SINGLE, GROUP -> object;
        case LIST -> new Type.ListType(object);
        case SET -> new Type.SetType(object);
        case MAP -> new Type.MapType(object);
      };
    }
  }

  static <T> SortedMap<String, T> sorted(Map<String, T> entries) {
    TreeMap<String, T> sorted = new TreeMap<>(Value.KEY_ORDER);
    sorted.putAll(entries);
    return Collections.unmodifiableSortedMap(sorted);
  }

  /** A required attribute. */
  public static Attribute required(Type type) {
    return of(TypeConstraint.of(type), Optional.empty(), true, false, false);
  }

  /** An optional attribute, null if not given. */
  public static Attribute optional(Type type) {
    return of(TypeConstraint.of(type), Optional.empty(), false, true, false);
  }

  /** An attribute that only the provider sets. */
  public static Attribute computed(Type type) {
    return of(TypeConstraint.of(type), Optional.empty(), false, false, true);
  }

  /** An optional attribute that the provider sets if it isn't given. */
  public static Attribute optionalComputed(Type type) {
    return of(TypeConstraint.of(type), Optional.empty(), false, true, true);
  }

  /** An optional attribute with nested attributes. */
  public static Attribute nested(Map<String, Attribute> attributes, Nesting nesting) {
    Nested nested = new Nested(sorted(attributes), nesting);
    return of(TypeConstraint.of(nested.type()), Optional.of(nested), false, true, false);
  }

  private static Attribute of(
      TypeConstraint constraint,
      Optional<Nested> nested,
      boolean required,
      boolean optional,
      boolean computed) {
    return new Attribute(
        constraint, nested, required, optional, computed, false, false, Documentation.NONE);
  }

  /** The type of its value. */
  public Type type() {
    return constraint.valueType();
  }

  /** The constraint for written values. */
  public TypeConstraint configurationConstraint() {
    return nested
        .map(attributes -> TypeConstraint.of(attributes.configurationType()))
        .orElse(constraint);
  }

  /** The same with other presence rules. */
  public Attribute with(boolean isRequired, boolean isOptional, boolean isComputed) {
    return new Attribute(
        constraint,
        nested,
        isRequired,
        isOptional,
        isComputed,
        sensitive,
        writeOnly,
        documentation);
  }

  /** The same with optional object attributes and their defaults. */
  public Attribute with(TypeConstraint other) {
    return new Attribute(
        other, nested, required, optional, computed, sensitive, writeOnly, documentation);
  }

  /** The same, sensitive. */
  public Attribute asSensitive() {
    return new Attribute(
        constraint, nested, required, optional, computed, true, writeOnly, documentation);
  }

  /** The same, write-only. */
  public Attribute asWriteOnly() {
    return new Attribute(
        constraint, nested, required, optional, computed, sensitive, true, documentation);
  }

  /** The same with another documentation. */
  public Attribute documented(Documentation other) {
    return new Attribute(
        constraint, nested, required, optional, computed, sensitive, writeOnly, other);
  }
}
