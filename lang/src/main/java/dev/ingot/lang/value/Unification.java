package dev.ingot.lang.value;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The common type that values of several types can be converted to. Rules: the conversions of the
 * language as recorded from Terraform 1.11.
 */
public final class Unification {
  private Unification() {}

  /**
   * The type that all of the types can be converted to, even if a conversion may fail for some
   * values; empty if there is none, or no types. {@link Type#DYNAMIC} if it depends on unknown
   * types.
   */
  public static Optional<Type> unify(Collection<Type> types) {
    return unify(types, true);
  }

  static Optional<Type> unify(Collection<Type> types, boolean unsafe) {
    // Many elements have few types: from here on each is considered once.
    LinkedHashSet<Type> once = new LinkedHashSet<>(types);
    if (once.size() <= 1) {
      return once.stream().findFirst();
    }
    List<Type> distinct = List.copyOf(once);
    boolean dynamic = once.contains(Type.DYNAMIC);
    int all = distinct.size() - (dynamic ? 1 : 0);
    List<Type.ListType> lists = only(distinct, Type.ListType.class);
    List<Type.SetType> sets = only(distinct, Type.SetType.class);
    List<Type.MapType> maps = only(distinct, Type.MapType.class);
    List<Type.TupleType> tuples = only(distinct, Type.TupleType.class);
    List<Type.ObjectType> objects = only(distinct, Type.ObjectType.class);
    boolean alike =
        lists.size() == all
            || sets.size() == all
            || maps.size() == all
            || tuples.size() == all
            || objects.size() == all;
    if (alike && dynamic) {
      // The result isn't known before all types are known.
      return Optional.of(Type.DYNAMIC);
    }
    if (lists.size() == all) {
      return elements(lists.stream().map(Type.ListType::element).toList(), unsafe)
          .map(Type.ListType::new);
    }
    if (sets.size() == all) {
      return elements(sets.stream().map(Type.SetType::element).toList(), unsafe)
          .map(Type.SetType::new);
    }
    if (maps.size() == all) {
      return elements(maps.stream().map(Type.MapType::element).toList(), unsafe)
          .map(Type.MapType::new);
    }
    if (tuples.size() == all) {
      return tuples(tuples, unsafe);
    }
    if (objects.size() == all) {
      return objects(objects, unsafe);
    }
    if (!maps.isEmpty() && maps.size() + objects.size() == all) {
      Optional<Type> unified =
          substituted(distinct, Type.ObjectType.class, objectsToMap(objects, unsafe), unsafe)
              .filter(Type.MapType.class::isInstance);
      if (unified.isPresent()) {
        return unified;
      }
    } else if (!lists.isEmpty() && lists.size() + tuples.size() == all) {
      Optional<Type> unified =
          substituted(distinct, Type.TupleType.class, tuplesToList(tuples, unsafe), unsafe)
              .filter(Type.ListType.class::isInstance);
      if (unified.isPresent()) {
        return unified;
      }
    } else if (!objects.isEmpty() && !tuples.isEmpty()) {
      return Optional.empty();
    }
    return mostGeneral(distinct, unsafe);
  }

  private static <T extends Type> List<T> only(List<Type> types, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Type type : types) {
      if (kind.isInstance(type)) {
        found.add(kind.cast(type));
      }
    }
    return found;
  }

  private static Optional<Type> elements(List<Type> types, boolean unsafe) {
    return unify(types, unsafe);
  }

  private static Optional<Type> substituted(
      List<Type> types, Class<? extends Type> kind, Optional<Type> substitute, boolean unsafe) {
    return substitute.flatMap(
        type -> unify(types.stream().map(t -> kind.isInstance(t) ? type : t).toList(), unsafe));
  }

  private static Optional<Type> tuples(List<Type.TupleType> types, boolean unsafe) {
    int length = types.getFirst().elements().size();
    if (types.stream().anyMatch(tuple -> tuple.elements().size() != length)) {
      return tuplesToList(types, unsafe);
    }
    List<Type> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      int position = i;
      Optional<Type> unified =
          unify(types.stream().map(tuple -> tuple.elements().get(position)).toList(), unsafe);
      if (unified.isEmpty()) {
        // Without a common type in one place there is none for the whole.
        return Optional.empty();
      }
      elements.add(unified.get());
    }
    return Optional.of(new Type.TupleType(elements));
  }

  private static Optional<Type> tuplesToList(List<Type.TupleType> types, boolean unsafe) {
    return unify(types.stream().flatMap(tuple -> tuple.elements().stream()).toList(), unsafe)
        .map(Type.ListType::new);
  }

  private static Optional<Type> objects(List<Type.ObjectType> types, boolean unsafe) {
    Type.ObjectType first = types.getFirst();
    if (types.stream()
        .anyMatch(object -> !object.attributes().keySet().equals(first.attributes().keySet()))) {
      return objectsToMap(types, unsafe);
    }
    List<Iterator<Type>> columns =
        types.stream().map(object -> object.attributes().values().iterator()).toList();
    Map<String, Type> attributes = new LinkedHashMap<>();
    // Types nest deeply: a loop needs fewer frames for each level.
    for (String name : first.attributes().keySet()) {
      Optional<Type> unified = unify(columns.stream().map(Iterator::next).toList(), unsafe);
      if (unified.isEmpty()) {
        // Without a common type in one place there is none for the whole.
        return Optional.empty();
      }
      attributes.put(name, unified.get());
    }
    return Optional.of(new Type.ObjectType(SortedEntries.of(attributes)));
  }

  private static Optional<Type> objectsToMap(List<Type.ObjectType> types, boolean unsafe) {
    return unify(
            types.stream().flatMap(object -> object.attributes().values().stream()).toList(),
            unsafe)
        .map(Type.MapType::new);
  }

  private static boolean acceptsAll(Type want, List<? extends Type> types, boolean unsafe) {
    for (Type type : types) {
      if (!type.equals(want) && !Convertibility.isPossible(type, want, unsafe)) {
        return false;
      }
    }
    return true;
  }

  /** The first of the types, more general ones first, that all others convert to. */
  private static Optional<Type> mostGeneral(List<Type> types, boolean unsafe) {
    for (int index : byGenerality(types)) {
      Type want = types.get(index);
      if (acceptsAll(want, types, unsafe)) {
        return Optional.of(want);
      }
    }
    return Optional.empty();
  }

  private static List<Integer> byGenerality(List<Type> types) {
    int count = types.size();
    List<List<Integer>> lessGeneral = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lessGeneral.add(new ArrayList<>());
    }
    int[] moreGeneral = new int[count];
    for (int i = 0; i < count - 1; i++) {
      for (int j = i + 1; j < count; j++) {
        int order = Generality.compare(types.get(i), types.get(j));
        if (order < 0) {
          lessGeneral.get(i).add(j);
          moreGeneral[j]++;
        } else if (order > 0) {
          lessGeneral.get(j).add(i);
          moreGeneral[i]++;
        }
      }
    }
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      if (moreGeneral[i] == 0) {
        queue.add(i);
      }
    }
    List<Integer> order = new ArrayList<>(count);
    while (!queue.isEmpty()) {
      int next = queue.remove();
      order.add(next);
      for (int less : lessGeneral.get(next)) {
        moreGeneral[less]--;
        if (moreGeneral[less] == 0) {
          queue.add(less);
        }
      }
    }
    return order;
  }
}
