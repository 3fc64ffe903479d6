package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Completes a wanted type whose parts may be any type. */
final class TypeCompletion {
  private TypeCompletion() {}

  /**
   * The wanted type, with each {@link Type#DYNAMIC} replaced by the type of the converted value.
   */
  static Type complete(Type from, Type to) {
    if (from.equals(Type.DYNAMIC) || !Types.containsDynamic(to)) {
      return to;
    }
    return switch (to) {
      case Type.Dynamic any -> from;
      case Type.Primitive primitive -> primitive;
      case Type.ListType(Type want) -> new Type.ListType(complete(element(from), want));
      case Type.SetType(Type want) -> new Type.SetType(complete(element(from), want));
      case Type.MapType(Type want) -> new Type.MapType(complete(element(from), want));
      case Type.TupleType(List<Type> want) -> {
        if (!(from instanceof Type.TupleType(List<Type> have)) || have.size() != want.size()) {
          yield to;
        }
        List<Type> completed = new ArrayList<>(want.size());
        for (int i = 0; i < want.size(); i++) {
          completed.add(complete(have.get(i), want.get(i)));
        }
        yield new Type.TupleType(completed);
      }
      case Type.ObjectType want -> {
        TreeMap<String, Type> completed = new TreeMap<>(Value.KEY_ORDER);
        want.attributes()
            .forEach(
                (name, type) ->
                    completed.put(
                        name, attribute(from, name).map(t -> complete(t, type)).orElse(type)));
        yield new Type.ObjectType(completed, want.optional());
      }
    };
  }

  private static Optional<Type> attribute(Type from, String name) {
    return from instanceof Type.ObjectType object
        ? Optional.ofNullable(object.attributes().get(name))
        : from instanceof Type.MapType(Type element) ? Optional.of(element) : Optional.empty();
  }

  private static Type element(Type from) {
    return switch (from) {
      case Type.ListType(Type element) -> element;
      case Type.SetType(Type element) -> element;
      case Type.MapType(Type element) -> element;
      case Type.TupleType(List<Type> elements) -> common(elements);
      case Type.ObjectType object -> common(object.attributes().values());
      case Type.Primitive other -> Type.DYNAMIC;
      case Type.Dynamic other -> Type.DYNAMIC;
    };
  }

  private static Type common(Collection<Type> types) {
    return Unification.unify(types).orElse(Type.DYNAMIC);
  }
}
