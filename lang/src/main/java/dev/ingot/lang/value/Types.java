package dev.ingot.lang.value;

import java.util.List;
import java.util.TreeMap;

/** Questions about types. */
public final class Types {
  private Types() {}

  /** Whether the type of some part is not known, or may be any. */
  public static boolean containsDynamic(Type type) {
    return switch (type) {
      case Type.Dynamic any -> true;
      case Type.Primitive primitive -> false;
      case Type.ListType(Type element) -> containsDynamic(element);
      case Type.SetType(Type element) -> containsDynamic(element);
      case Type.MapType(Type element) -> containsDynamic(element);
      case Type.TupleType(List<Type> elements) ->
          elements.stream().anyMatch(Types::containsDynamic);
      case Type.ObjectType object ->
          object.attributes().values().stream().anyMatch(Types::containsDynamic);
    };
  }

  /** The type with every object attribute required, at every depth. */
  public static Type withoutOptional(Type type) {
    return switch (type) {
      case Type.Dynamic any -> any;
      case Type.Primitive primitive -> primitive;
      case Type.ListType(Type element) -> new Type.ListType(withoutOptional(element));
      case Type.SetType(Type element) -> new Type.SetType(withoutOptional(element));
      case Type.MapType(Type element) -> new Type.MapType(withoutOptional(element));
      case Type.TupleType(List<Type> elements) ->
          new Type.TupleType(elements.stream().map(Types::withoutOptional).toList());
      case Type.ObjectType object -> {
        TreeMap<String, Type> attributes = new TreeMap<>(Value.KEY_ORDER);
        object.attributes().forEach((name, t) -> attributes.put(name, withoutOptional(t)));
        yield new Type.ObjectType(attributes);
      }
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
