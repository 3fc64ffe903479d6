package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Operations on types. */
public final class Types {
  private Types() {}

  /** Whether the type of some part is unknown, or may be any. */
  public static boolean containsDynamic(Type type) {
    return switch (type) {
      case Type.Dynamic any -> true;
      case Type.Primitive primitive -> false;
      case Type.ListType(Type element) -> containsDynamic(element);
      case Type.SetType(Type element) -> containsDynamic(element);
      case Type.MapType(Type element) -> containsDynamic(element);
      case Type.TupleType(List<Type> elements) -> anyContainsDynamic(elements);
      case Type.ObjectType object -> anyContainsDynamic(object.attributes().values());
    };
  }

  // Types nest deeply: loops need fewer frames for each level than streams.
  private static boolean anyContainsDynamic(Collection<Type> types) {
    for (Type type : types) {
      if (containsDynamic(type)) {
        return true;
      }
    }
    return false;
  }

  /** The name of a value's type in messages: {@code string}, {@code list of string}. */
  public static String name(Type type) {
    return TypeNames.friendly(type);
  }

  /** The type of the elements of a list, set or map; empty for others. */
  public static Optional<Type> element(Type type) {
    return switch (type) {
      case Type.ListType(Type element) -> Optional.of(element);
      case Type.SetType(Type element) -> Optional.of(element);
      case Type.MapType(Type element) -> Optional.of(element);
      case Type.Dynamic any -> Optional.empty();
      case Type.Primitive primitive -> Optional.empty();
      case Type.TupleType tuple -> Optional.empty();
      case Type.ObjectType object -> Optional.empty();
    };
  }

  /** Whether an object attribute is optional, at any depth. */
  public static boolean containsOptional(Type type) {
    return switch (type) {
      case Type.Dynamic any -> false;
      case Type.Primitive primitive -> false;
      case Type.ListType(Type element) -> containsOptional(element);
      case Type.SetType(Type element) -> containsOptional(element);
      case Type.MapType(Type element) -> containsOptional(element);
      case Type.TupleType(List<Type> elements) -> anyContainsOptional(elements);
      case Type.ObjectType object ->
          !object.optional().isEmpty() || anyContainsOptional(object.attributes().values());
    };
  }

  private static boolean anyContainsOptional(Collection<Type> types) {
    for (Type type : types) {
      if (containsOptional(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a value of a type satisfies a constraint without conversion: they are equal except for
   * {@link Type#DYNAMIC} in the constraint, which every type satisfies.
   */
  public static boolean conforms(Type type, Type constraint) {
    return switch (constraint) {
      case Type.Dynamic any -> true;
      case Type.Primitive primitive -> type.equals(primitive);
      case Type.ListType(Type want) ->
          type instanceof Type.ListType(Type element) && conforms(element, want);
      case Type.SetType(Type want) ->
          type instanceof Type.SetType(Type element) && conforms(element, want);
      case Type.MapType(Type want) ->
          type instanceof Type.MapType(Type element) && conforms(element, want);
      case Type.TupleType(List<Type> want) -> {
        if (!(type instanceof Type.TupleType(List<Type> elements))
            || elements.size() != want.size()) {
          yield false;
        }
        for (int i = 0; i < want.size(); i++) {
          if (!conforms(elements.get(i), want.get(i))) {
            yield false;
          }
        }
        yield true;
      }
      case Type.ObjectType want -> {
        if (!(type instanceof Type.ObjectType object)
            || !object.attributes().keySet().equals(want.attributes().keySet())) {
          yield false;
        }
        Iterator<Type> wanted = want.attributes().values().iterator();
        for (Type attribute : object.attributes().values()) {
          if (!conforms(attribute, wanted.next())) {
            yield false;
          }
        }
        yield true;
      }
    };
  }

  /** The type with every object attribute required, at every depth. */
  public static Type withoutOptional(Type type) {
    return containsOptional(type) ? allRequired(type) : type;
  }

  private static Type allRequired(Type type) {
    return switch (type) {
      case Type.Dynamic any -> any;
      case Type.Primitive primitive -> primitive;
      case Type.ListType(Type element) -> new Type.ListType(allRequired(element));
      case Type.SetType(Type element) -> new Type.SetType(allRequired(element));
      case Type.MapType(Type element) -> new Type.MapType(allRequired(element));
      case Type.TupleType(List<Type> elements) -> {
        List<Type> required = new ArrayList<>(elements.size());
        for (Type element : elements) {
          required.add(allRequired(element));
        }
        yield new Type.TupleType(required);
      }
      case Type.ObjectType object ->
          new Type.ObjectType(SortedEntries.of(object.attributes()).mapped(Types::allRequired));
    };
  }

  /** Whether this is a string, number or boolean. */
  public static boolean isPrimitive(Type type) {
    return type instanceof Type.Primitive;
  }

  /** Whether this is a list, set or map. */
  public static boolean isCollection(Type type) {
    return type instanceof Type.ListType
        || type instanceof Type.SetType
        || type instanceof Type.MapType;
  }
}
