package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Explains why a type can't be converted to another. */
final class Mismatch {
  private Mismatch() {}

  static String describe(Type got, Type want) {
    if (got instanceof Type.ObjectType have && want instanceof Type.ObjectType wanted) {
      return objects(have, wanted);
    }
    if (want instanceof Type.ListType(Type element)
        && got instanceof Type.TupleType(List<Type> have)) {
      return element.equals(Type.DYNAMIC)
          ? "all list elements must have the same type"
          : elements(have, element);
    }
    if (want instanceof Type.SetType(Type element)
        && got instanceof Type.TupleType(List<Type> have)) {
      return element.equals(Type.DYNAMIC)
          ? "all set elements must have the same type"
          : elements(have, element);
    }
    if (want instanceof Type.MapType(Type element) && got instanceof Type.ObjectType have) {
      return element.equals(Type.DYNAMIC)
          ? "all map elements must have the same type"
          : attributes(have, element);
    }
    return collections(got, want).orElse(required(want));
  }

  private static String required(Type want) {
    return TypeNames.constraint(want) + " required";
  }

  private static Optional<String> collections(Type got, Type want) {
    Optional<Type> have = Types.element(got);
    if (have.isEmpty()) {
      return Optional.empty();
    }
    boolean fromMap = got instanceof Type.MapType;
    return switch (want) {
      case Type.ListType(Type element) when !fromMap ->
          Optional.of("incorrect list element type: " + describe(have.get(), element));
      case Type.SetType(Type element) when !fromMap ->
          Optional.of("incorrect set element type: " + describe(have.get(), element));
      case Type.MapType(Type element) when fromMap ->
          Optional.of("incorrect map element type: " + describe(have.get(), element));
      case Type other -> Optional.empty();
    };
  }

  private static String elements(Collection<Type> have, Type want) {
    int position = 0;
    for (Type element : have) {
      if (!Convertibility.isPossible(element, want, true)) {
        return "element " + position + ": " + describe(element, want);
      }
      position++;
    }
    return "all elements must be " + TypeNames.constraint(want);
  }

  private static String attributes(Type.ObjectType have, Type want) {
    for (Map.Entry<String, Type> attribute : have.attributes().entrySet()) {
      if (!Convertibility.isPossible(attribute.getValue(), want, true)) {
        return "element "
            + Quoting.quoted(attribute.getKey())
            + ": "
            + describe(attribute.getValue(), want);
      }
    }
    return "all elements must be " + TypeNames.constraint(want);
  }

  private static String objects(Type.ObjectType got, Type.ObjectType want) {
    List<String> missing = new ArrayList<>();
    Optional<String> wrong = Optional.empty();
    for (Map.Entry<String, Type> attribute : want.attributes().entrySet()) {
      String name = attribute.getKey();
      Type have = got.attributes().get(name);
      if (have == null) {
        if (!want.optional().contains(name)) {
          missing.add(Quoting.quoted(name));
        }
      } else if (wrong.isEmpty() && !Convertibility.isPossible(have, attribute.getValue(), true)) {
        wrong =
            Optional.of(
                "attribute " + Quoting.quoted(name) + ": " + describe(have, attribute.getValue()));
      }
    }
    return switch (missing.size()) {
      case 0 -> wrong.orElse("incorrect object attributes");
      case 1 -> "attribute " + missing.getFirst() + " is required";
      case 2 -> "attributes " + missing.getFirst() + " and " + missing.getLast() + " are required";
      default ->
          "attributes "
              + String.join(", ", missing.subList(0, missing.size() - 1))
              + ", and "
              + missing.getLast()
              + " are required";
    };
  }
}
