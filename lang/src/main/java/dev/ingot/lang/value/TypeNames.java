package dev.ingot.lang.value;

/** The names of types in messages. */
public final class TypeNames {
  private TypeNames() {}

  /** The name of the type of a value: {@code string}, {@code list of string}, {@code object}. */
  public static String friendly(Type type) {
    return name(type, "dynamic", "dynamic");
  }

  /** The name of a required type: {@code any type}, {@code list of any single type}. */
  public static String constraint(Type type) {
    return name(type, "any type", "any single type");
  }

  private static String name(Type type, String any, String anyElement) {
    return switch (type) {
      case Type.Primitive primitive ->
          switch (primitive) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOL -> "bool";
          };
      case Type.Dynamic dynamic -> any;
      case Type.ListType(Type element) -> "list of " + name(element, anyElement, anyElement);
      case Type.SetType(Type element) -> "set of " + name(element, anyElement, anyElement);
      case Type.MapType(Type element) -> "map of " + name(element, anyElement, anyElement);
      case Type.TupleType tuple -> "tuple";
      case Type.ObjectType object -> "object";
    };
  }
}
