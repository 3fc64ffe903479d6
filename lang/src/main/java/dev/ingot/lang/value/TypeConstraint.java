package dev.ingot.lang.value;

import java.util.Map;
import java.util.Optional;

/**
 * A type constraint: a type whose objects may have optional attributes, and the defaults of those.
 *
 * @param type the type to convert to, with {@link Type#DYNAMIC} for {@code any}
 * @param defaults the defaults of absent optional attributes
 */
public record TypeConstraint(Type type, Defaults defaults) {
  /** Any type. */
  public static final TypeConstraint ANY = of(Type.DYNAMIC);

  /**
   * Defaults of one level of a type.
   *
   * @param values of the attributes of an object
   * @param nested the defaults of attributes by name and of tuple elements by index; those of all
   *     elements of a list, set or map under {@link #ELEMENT}
   */
  public record Defaults(Map<String, Value> values, Map<String, Defaults> nested) {
    /** The key of the defaults of all elements of a collection. */
    public static final String ELEMENT = "";

    /** No default at any level. */
    public static final Defaults NONE = new Defaults(Map.of(), Map.of());

    public Defaults {
      values = Map.copyOf(values);
      nested = Map.copyOf(nested);
    }

    /** The defaults below a key. */
    public Optional<Defaults> below(String key) {
      return Optional.ofNullable(nested.get(key));
    }

    /** Whether there is no default at any level. */
    public boolean isEmpty() {
      return values.isEmpty() && nested.isEmpty();
    }
  }

  /** A type without defaults. */
  public static TypeConstraint of(Type type) {
    return new TypeConstraint(type, Defaults.NONE);
  }

  /** The type of a value that satisfies the constraint: without optional attributes. */
  public Type valueType() {
    return Types.withoutOptional(type);
  }
}
