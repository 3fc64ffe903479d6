package dev.ingot.lang.value;

import java.util.Iterator;
import java.util.List;

/**
 * Compares two types as candidates for a common type. Optimistic: whether the other can be
 * converted to it is checked afterwards.
 */
final class Generality {
  private Generality() {}

  /** Negative if the first is more general, positive if the second is, 0 if neither. */
  static int compare(Type a, Type b) {
    boolean anyA = a.equals(Type.DYNAMIC);
    boolean anyB = b.equals(Type.DYNAMIC);
    if (anyA || anyB) {
      // Unknown types are expected to become those of their neighbours.
      return Boolean.compare(anyA, anyB);
    }
    if (a instanceof Type.Primitive && b instanceof Type.Primitive) {
      return Boolean.compare(b.equals(Type.STRING), a.equals(Type.STRING));
    }
    return switch (a) {
      case Type.ListType(Type x) ->
          switch (b) {
            case Type.ListType(Type y) -> compare(x, y);
            case Type.TupleType tuple -> -1;
            case Type.SetType set -> -1;
            case Type other -> 0;
          };
      case Type.SetType(Type x) ->
          switch (b) {
            case Type.SetType(Type y) -> compare(x, y);
            case Type.TupleType tuple -> 1;
            case Type.ListType list -> 1;
            case Type other -> 0;
          };
      case Type.MapType(Type x) ->
          switch (b) {
            case Type.MapType(Type y) -> compare(x, y);
            case Type.ObjectType object -> -1;
            case Type other -> 0;
          };
      case Type.TupleType(List<Type> x) ->
          switch (b) {
            case Type.TupleType(List<Type> y) ->
                x.size() == y.size() ? compare(x.iterator(), y.iterator()) : 0;
            case Type.ListType list -> 1;
            case Type.SetType set -> -1;
            case Type other -> 0;
          };
      case Type.ObjectType x ->
          switch (b) {
            case Type.ObjectType y ->
                x.attributes().keySet().equals(y.attributes().keySet())
                    ? compare(
                        x.attributes().values().iterator(), y.attributes().values().iterator())
                    : 0;
            case Type.MapType map -> 1;
            case Type other -> 0;
          };
      case Type.Primitive other -> 0;
      case Type.Dynamic other -> 0;
    };
  }

  private static int compare(Iterator<Type> a, Iterator<Type> b) {
    boolean firstMore = false;
    boolean secondMore = false;
    while (a.hasNext()) {
      int order = compare(a.next(), b.next());
      firstMore |= order < 0;
      secondMore |= order > 0;
    }
    return firstMore == secondMore ? 0 : firstMore ? -1 : 1;
  }
}
