package dev.ingot.lang.value;

import java.util.List;

/** Conversion of unknown values: refinements are kept if they still hold. */
final class UnknownConversion {
  private UnknownConversion() {}

  static Value convert(Refinement known, Type from, Type to) {
    Type type = TypeCompletion.complete(from, to);
    Refinement result = known.notNull() ? Refinement.NOT_NULL : Refinement.NONE;
    if (from instanceof Type.ObjectType object && to instanceof Type.MapType) {
      int size = object.attributes().size();
      result = result.withLength(size, size);
    } else if (from instanceof Type.TupleType(List<Type> elements) && to instanceof Type.ListType) {
      result = result.withLength(elements.size(), elements.size());
    } else if (from instanceof Type.TupleType(List<Type> elements) && to instanceof Type.SetType) {
      // Several elements of a tuple may be one element of the set.
      result = result.withLength(Math.min(elements.size(), 1), elements.size());
    } else if (Types.isCollection(from) && Types.isCollection(to)) {
      boolean merges = to instanceof Type.SetType && !(from instanceof Type.SetType);
      result =
          result.withLength(
              merges ? Math.min(known.minLength(), 1) : known.minLength(), known.maxLength());
    }
    return result.toValue(type);
  }
}
