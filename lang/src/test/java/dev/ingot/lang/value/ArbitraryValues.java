package dev.ingot.lang.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Types and values for properties. */
final class ArbitraryValues {
  private ArbitraryValues() {}

  static Arbitrary<Type> types() {
    return types(3);
  }

  private static Arbitrary<Type> types(int depth) {
    Arbitrary<Type> primitives = Arbitraries.of(Type.STRING, Type.NUMBER, Type.BOOL);
    if (depth == 0) {
      return primitives;
    }
    Arbitrary<Type> below = types(depth - 1);
    Arbitrary<String> names = Arbitraries.of("a", "b", "c");
    return Arbitraries.frequencyOf(
        Tuple.of(4, primitives),
        Tuple.of(1, below.map(Type.ListType::new)),
        Tuple.of(1, below.map(Type.SetType::new)),
        Tuple.of(1, below.map(Type.MapType::new)),
        Tuple.of(1, below.list().ofMaxSize(3).map(Type.TupleType::new)),
        Tuple.of(
            1,
            Arbitraries.maps(names, below)
                .ofMaxSize(3)
                .map(types -> new Type.ObjectType(new TreeMap<>(types)))));
  }

  /** Known values without marks. */
  static Arbitrary<Value> known() {
    return types().flatMap(type -> of(type, false, false));
  }

  /** Values with unknown parts and marks. */
  static Arbitrary<Value> any() {
    return types().flatMap(type -> of(type, true, true));
  }

  static Arbitrary<Value> of(Type type, boolean unknowns, boolean marks) {
    Arbitrary<Value> plain =
        switch (type) {
          case Type.Primitive primitive -> primitive(primitive);
          case Type.Dynamic any -> primitive(Type.Primitive.STRING);
          case Type.ListType(Type element) ->
              of(element, unknowns, marks).list().ofMaxSize(3).map(v -> Values.list(element, v));
          case Type.SetType(Type element) ->
              of(element, unknowns, marks).list().ofMaxSize(3).map(v -> Values.set(element, v));
          case Type.MapType(Type element) ->
              Arbitraries.maps(Arbitraries.of("a", "b", "é"), of(element, unknowns, marks))
                  .ofMaxSize(3)
                  .map(v -> Values.map(element, v));
          case Type.TupleType(List<Type> elements) ->
              all(elements, unknowns, marks).map(Values::tuple);
          case Type.ObjectType object ->
              all(List.copyOf(object.attributes().values()), unknowns, marks)
                  .map(
                      values -> {
                        Map<String, Value> attributes = new TreeMap<>();
                        int next = 0;
                        for (String name : object.attributes().keySet()) {
                          attributes.put(name, values.get(next));
                          next++;
                        }
                        return Values.object(attributes);
                      });
        };
    Arbitrary<Value> some = plain;
    List<Tuple.Tuple2<Integer, Arbitrary<Value>>> choices = new ArrayList<>();
    choices.add(Tuple.of(8, some));
    choices.add(Tuple.of(1, Arbitraries.just(Value.nullOf(type))));
    if (unknowns) {
      choices.add(
          Tuple.of(
              1, Arbitraries.of(Value.unknown(type), Values.unknown(type, Refinement.NOT_NULL))));
    }
    Arbitrary<Value> chosen = Arbitraries.frequencyOf(choices);
    return marks
        ? Arbitraries.frequencyOf(
            Tuple.of(6, chosen),
            Tuple.of(1, chosen.map(value -> value.marked(Marks.SENSITIVE))),
            Tuple.of(1, chosen.map(value -> value.marked(Marks.EPHEMERAL))))
        : chosen;
  }

  private static Arbitrary<List<Value>> all(List<Type> types, boolean unknowns, boolean marks) {
    Arbitrary<List<Value>> all = Arbitraries.just(List.of());
    for (Type type : types) {
      Arbitrary<Value> next = of(type, unknowns, marks);
      all =
          all.flatMap(
              values ->
                  next.map(
                      value -> {
                        List<Value> more = new ArrayList<>(values);
                        more.add(value);
                        return more;
                      }));
    }
    return all;
  }

  private static Arbitrary<Value> primitive(Type.Primitive type) {
    return switch (type) {
      case STRING ->
          Arbitraries.of("", "a", "b", "true", "0", "1", "12.5", "é", "𝄞", "￿", "a b")
              .map(Value::of);
      case NUMBER ->
          Arbitraries.oneOf(
              Arbitraries.longs().between(-3, 3).map(Value::of),
              Arbitraries.of("0.5", "1e30", "-1e-9", "12345678901.5", "12345678901.25")
                  .map(text -> Values.number(BigFloat.parse(text).orElseThrow())));
      case BOOL -> Arbitraries.of(Values.TRUE, Values.FALSE);
    };
  }
}
