package dev.ingot.lang.value;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Convertibility between types, independent of values. */
final class Convertibility {
  private Convertibility() {}

  /**
   * Whether values of a type can be converted to another.
   *
   * @param unsafe whether it is enough that some values can
   */
  static boolean isPossible(Type from, Type to, boolean unsafe) {
    if (to.equals(Type.DYNAMIC)) {
      return true;
    }
    if (from.equals(Type.DYNAMIC)) {
      return unsafe;
    }
    return switch (to) {
      case Type.Primitive want -> primitive(from, want, unsafe);
      case Type.ListType(Type want) ->
          switch (from) {
            case Type.ListType(Type element) -> isPossible(element, want, unsafe);
            case Type.SetType(Type element) -> isPossible(element, want, unsafe);
            case Type.TupleType(List<Type> elements) -> allPossible(elements, want, unsafe);
            case Type other -> false;
          };
      case Type.SetType(Type want) ->
          switch (from) {
            // The order and duplicates would be lost.
            case Type.ListType(Type element) -> unsafe && isPossible(element, want, true);
            case Type.SetType(Type element) -> isPossible(element, want, unsafe);
            case Type.TupleType(List<Type> elements) -> allPossible(elements, want, unsafe);
            case Type other -> false;
          };
      case Type.MapType(Type want) ->
          switch (from) {
            case Type.MapType(Type element) -> isPossible(element, want, unsafe);
            case Type.ObjectType object -> allPossible(object.attributes().values(), want, unsafe);
            case Type other -> false;
          };
      case Type.TupleType(List<Type> want) ->
          from instanceof Type.TupleType(List<Type> elements)
              && pairwisePossible(elements, want, unsafe);
      case Type.ObjectType want ->
          switch (from) {
            case Type.ObjectType object -> object(object, want, unsafe);
            // Whether all attributes exist depends on the value.
            case Type.MapType(Type element) ->
                unsafe && toAllPossible(element, want.attributes().values());
            case Type other -> false;
          };
      case Type.Dynamic any -> true;
    };
  }

  private static boolean primitive(Type from, Type.Primitive want, boolean unsafe) {
    if (!(from instanceof Type.Primitive)) {
      return false;
    }
    return want == Type.Primitive.STRING
        || from.equals(want)
        || (unsafe && from.equals(Type.STRING));
  }

  private static boolean allPossible(Collection<Type> from, Type to, boolean unsafe) {
    if (from.isEmpty()) {
      return true;
    }
    Optional<Type> want =
        to.equals(Type.DYNAMIC) ? Unification.unify(from, unsafe) : Optional.of(to);
    if (want.isEmpty()) {
      return false;
    }
    for (Type type : new LinkedHashSet<>(from)) {
      if (!isPossible(type, want.get(), unsafe)) {
        return false;
      }
    }
    return true;
  }

  private static boolean toAllPossible(Type from, Collection<Type> to) {
    for (Type type : to) {
      if (!isPossible(from, type, true)) {
        return false;
      }
    }
    return true;
  }

  private static boolean pairwisePossible(List<Type> from, List<Type> to, boolean unsafe) {
    if (from.size() != to.size()) {
      return false;
    }
    for (int i = 0; i < from.size(); i++) {
      if (!isPossible(from.get(i), to.get(i), unsafe)) {
        return false;
      }
    }
    return true;
  }

  private static boolean object(Type.ObjectType from, Type.ObjectType to, boolean unsafe) {
    for (var attribute : to.attributes().entrySet()) {
      Type have = from.attributes().get(attribute.getKey());
      if (have == null
          ? !to.optional().contains(attribute.getKey())
          : !isPossible(have, attribute.getValue(), unsafe)) {
        return false;
      }
    }
    return true;
  }
}
