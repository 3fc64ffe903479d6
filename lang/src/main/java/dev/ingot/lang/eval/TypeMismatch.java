package dev.ingot.lang.eval;

import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Unification;
import java.util.List;

/** Describes how the types of the two results of a conditional differ. */
final class TypeMismatch {
  private TypeMismatch() {}

  static String describe(Type whenTrue, Type whenFalse) {
    if (whenTrue instanceof Type.ObjectType left && whenFalse instanceof Type.ObjectType right) {
      return objects(left, right);
    }
    if (whenTrue instanceof Type.TupleType(List<Type> left)
        && whenFalse instanceof Type.TupleType(List<Type> right)) {
      if (left.size() != right.size()) {
        return "The 'true' tuple has length "
            + left.size()
            + ", but the 'false' tuple has length "
            + right.size();
      }
      for (int i = 0; i < left.size(); i++) {
        if (differ(left.get(i), right.get(i))) {
          return "Type mismatch for tuple element "
              + i
              + ": "
              + describe(left.get(i), right.get(i));
        }
      }
    }
    if (whenTrue instanceof Type.ListType(Type left)
        && whenFalse instanceof Type.ListType(Type right)
        && areStructures(left, right)) {
      return "Mismatched list element types: " + describe(left, right);
    }
    if (whenTrue instanceof Type.SetType(Type left)
        && whenFalse instanceof Type.SetType(Type right)
        && areStructures(left, right)) {
      return "Mismatched set element types: " + describe(left, right);
    }
    if (whenTrue instanceof Type.MapType(Type left)
        && whenFalse instanceof Type.MapType(Type right)
        && areStructures(left, right)) {
      return "Mismatched map element types: " + describe(left, right);
    }
    String trueName = Types.name(whenTrue);
    String falseName = Types.name(whenFalse);
    return trueName.equals(falseName)
        ? "At least one deeply-nested attribute or element is not compatible across both the 'true'"
            + " and the 'false' value"
        : "The 'true' value is " + trueName + ", but the 'false' value is " + falseName;
  }

  private static boolean areStructures(Type left, Type right) {
    return (left instanceof Type.ObjectType && right instanceof Type.ObjectType)
        || (left instanceof Type.TupleType && right instanceof Type.TupleType);
  }

  private static boolean differ(Type left, Type right) {
    return Unification.unify(List.of(left, right)).isEmpty();
  }

  private static String objects(Type.ObjectType left, Type.ObjectType right) {
    for (String name : left.attributes().keySet()) {
      if (!right.attributes().containsKey(name)) {
        return "The 'true' value includes object attribute "
            + Quoting.quoted(name)
            + ", which is absent in the 'false' value";
      }
    }
    for (String name : right.attributes().keySet()) {
      if (!left.attributes().containsKey(name)) {
        return "The 'false' value includes object attribute "
            + Quoting.quoted(name)
            + ", which is absent in the 'true' value";
      }
    }
    for (var attribute : left.attributes().entrySet()) {
      Type other = right.attributes().getOrDefault(attribute.getKey(), Type.DYNAMIC);
      if (differ(attribute.getValue(), other)) {
        return "Type mismatch for object attribute "
            + Quoting.quoted(attribute.getKey())
            + ": "
            + describe(attribute.getValue(), other);
      }
    }
    return "At least one deeply-nested attribute or element is not compatible across both the"
        + " 'true' and the 'false' value";
  }
}
