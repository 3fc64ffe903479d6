package dev.ingot.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConversionTest {
  private static final Value ONE = Value.of(1);
  private static final Value A = Value.of("a");

  private static Type.ObjectType object(Map<String, Type> attributes, String... optional) {
    return new Type.ObjectType(new TreeMap<>(attributes), Set.of(optional));
  }

  private static Type list(Type element) {
    return new Type.ListType(element);
  }

  private static Type set(Type element) {
    return new Type.SetType(element);
  }

  private static Type map(Type element) {
    return new Type.MapType(element);
  }

  private static Value converted(Value value, Type type) {
    Conversion.Result result = Conversion.convert(value, type);
    assertThat(result.problem()).isEmpty();
    return result.value();
  }

  private static String problem(Value value, Type type) {
    return Conversion.convert(value, type).problem().orElseThrow().toString();
  }

  @Test
  void primitivesConvertThroughText() {
    assertThat(converted(ONE, Type.STRING)).isEqualTo(Value.of("1"));
    assertThat(converted(Value.of("1.50"), Type.NUMBER).toString()).contains("1.5");
    assertThat(converted(Value.of("1"), Type.BOOL)).isEqualTo(Values.TRUE);
    assertThat(converted(Values.FALSE, Type.STRING)).isEqualTo(Value.of("false"));
  }

  @Test
  void whatNoValueOfTheTypeCouldBeIsSaidOfTheType() {
    assertThat(problem(Values.TRUE, Type.NUMBER)).isEqualTo("number required");
    assertThat(problem(Values.EMPTY_TUPLE, Type.STRING)).isEqualTo("string required");
    assertThat(problem(ONE, list(Type.STRING))).isEqualTo("list of string required");
    assertThat(problem(ONE, map(Type.DYNAMIC))).isEqualTo("map of any single type required");
    assertThat(problem(Values.tuple(Values.TRUE), list(Type.NUMBER)))
        .isEqualTo("element 0: number required");
    assertThat(problem(Values.tuple(ONE, Values.TRUE), list(Type.DYNAMIC)))
        .isEqualTo("all list elements must have the same type");
    assertThat(problem(Values.object(Map.of("k", Values.EMPTY_TUPLE)), map(Type.STRING)))
        .isEqualTo("element \"k\": string required");
  }

  @Test
  void whatDependsOnTheValueIsSaidOfItsPart() {
    assertThat(problem(A, Type.NUMBER)).isEqualTo("a number is required");
    assertThat(problem(Value.of("yes"), Type.BOOL)).isEqualTo("a bool is required");
    assertThat(problem(Values.tuple(ONE, A), list(Type.NUMBER)))
        .isEqualTo("[1]: a number is required");
    assertThat(
            problem(
                Values.object(Map.of("o", Values.object(Map.of("n", A)))),
                object(Map.of("o", object(Map.of("n", Type.NUMBER))))))
        .isEqualTo(".o.n: a number is required");
    assertThat(problem(Values.map(Map.of("k", A)), map(Type.NUMBER)))
        .isEqualTo("[\"k\"]: a number is required");
  }

  @Test
  void missingAttributesAreNamed() {
    Type three = object(Map.of("a", Type.STRING, "b", Type.STRING, "c", Type.STRING));
    assertThat(problem(Values.object(Map.of("a", A, "b", A)), three))
        .isEqualTo("attribute \"c\" is required");
    assertThat(problem(Values.object(Map.of("a", A)), three))
        .isEqualTo("attributes \"b\" and \"c\" are required");
    assertThat(problem(Values.EMPTY_OBJECT, three))
        .isEqualTo("attributes \"a\", \"b\", and \"c\" are required");
    assertThat(
            problem(Values.object(Map.of("a", Values.EMPTY_TUPLE)), object(Map.of("a", Type.BOOL))))
        .isEqualTo("attribute \"a\": bool required");
    assertThat(problem(Values.map(Map.of("x", A)), object(Map.of("y", Type.STRING))))
        .isEqualTo("map has no element for required attribute \"y\"");
  }

  @Test
  void optionalAttributesBecomeNullAndOthersAreDropped() {
    Type type = object(Map.of("a", Type.STRING, "b", Type.NUMBER), "b");
    Value value = converted(Values.object(Map.of("a", ONE, "z", ONE)), type);
    assertThat(value)
        .isEqualTo(Values.object(Map.of("a", Value.of("1"), "b", Value.nullOf(Type.NUMBER))));
    assertThat(Types.containsOptional(value.type())).isFalse();
  }

  @Test
  void elementsOfAnyTypeFindACommonOne() {
    assertThat(converted(Values.tuple(A, Values.NULL, Values.TRUE), list(Type.DYNAMIC)))
        .isEqualTo(
            Values.list(Type.STRING, List.of(A, Value.nullOf(Type.STRING), Value.of("true"))));
    assertThat(
            converted(Values.tuple(Values.tuple(), Values.tuple(ONE)), list(Type.DYNAMIC)).type())
        .isEqualTo(list(list(Type.NUMBER)));
    assertThat(converted(Values.EMPTY_TUPLE, set(Type.DYNAMIC)).type())
        .isEqualTo(set(Type.DYNAMIC));
    assertThat(converted(Values.tuple(Values.NULL, Values.NULL), set(Type.DYNAMIC)))
        .isEqualTo(new Value.SetValue(Type.DYNAMIC, List.of(Values.NULL)));
  }

  @Test
  void aListBecomesASetOnlyUnsafely() {
    assertThat(Conversion.isSafe(list(Type.STRING), set(Type.STRING))).isFalse();
    assertThat(Conversion.isPossible(list(Type.STRING), set(Type.STRING))).isTrue();
    assertThat(Conversion.isSafe(set(Type.NUMBER), list(Type.STRING))).isTrue();
    assertThat(Conversion.isSafe(Type.STRING, Type.NUMBER)).isFalse();
  }

  @Test
  void unificationPrefersTheMoreGeneral() {
    assertThat(Conversion.unify(List.of(Type.NUMBER, Type.STRING))).contains(Type.STRING);
    assertThat(Conversion.unify(List.of(Type.NUMBER, Type.BOOL))).isEmpty();
    assertThat(Conversion.unify(List.of(Type.NUMBER, Type.DYNAMIC))).contains(Type.NUMBER);
    assertThat(Conversion.unify(List.of(list(Type.NUMBER), set(Type.NUMBER))))
        .contains(list(Type.NUMBER));
    assertThat(
            Conversion.unify(List.of(set(Type.NUMBER), new Type.TupleType(List.of(Type.NUMBER)))))
        .contains(set(Type.NUMBER));
    assertThat(
            Conversion.unify(
                List.of(object(Map.of("a", Type.NUMBER)), object(Map.of("b", Type.STRING)))))
        .contains(map(Type.STRING));
    assertThat(
            Conversion.unify(
                List.of(object(Map.of("a", Type.NUMBER)), object(Map.of("a", Type.STRING)))))
        .contains(object(Map.of("a", Type.STRING)));
    assertThat(Conversion.unify(List.of(Type.DYNAMIC, list(Type.NUMBER)))).contains(Type.DYNAMIC);
    assertThat(Conversion.unify(List.of(object(Map.of()), new Type.TupleType(List.of()))))
        .isEmpty();
    assertThat(Conversion.unify(List.of())).isEmpty();
  }

  @Test
  void nullAndUnknownTakeTheTypeAndWhatIsKnownStays() {
    assertThat(converted(Values.NULL, list(Type.STRING)))
        .isEqualTo(Value.nullOf(list(Type.STRING)));
    assertThat(converted(Values.DYNAMIC_UNKNOWN, Type.STRING))
        .isEqualTo(Value.unknown(Type.STRING));
    assertThat(converted(Values.unknown(Type.NUMBER, Refinement.NOT_NULL), Type.STRING))
        .isEqualTo(Values.unknown(Type.STRING, Refinement.NOT_NULL));
    Value list = Values.unknown(list(Type.STRING), Refinement.NOT_NULL.withLength(2, 3));
    assertThat(converted(list, set(Type.STRING)))
        .isEqualTo(Values.unknown(set(Type.STRING), Refinement.NOT_NULL.withLength(1, 3)));
  }

  @Test
  void defaultsFillWhatIsMissingOrNullAtEveryLevel() {
    TypeConstraint.Defaults inner = new TypeConstraint.Defaults(Map.of("x", ONE), Map.of());
    TypeConstraint constraint =
        new TypeConstraint(
            list(object(Map.of("o", object(Map.of("x", Type.NUMBER), "x")), "o")),
            new TypeConstraint.Defaults(
                Map.of(),
                Map.of(
                    TypeConstraint.Defaults.ELEMENT,
                    new TypeConstraint.Defaults(
                        Map.of("o", Values.object(Map.of("x", Value.nullOf(Type.NUMBER)))),
                        Map.of("o", inner)))));
    Value filled =
        Conversion.convert(
                Values.tuple(
                    Values.EMPTY_OBJECT,
                    Values.object(Map.of("o", Values.object(Map.of("x", Value.of("2")))))),
                constraint)
            .value();
    assertThat(ValueJson.format(filled)).isEqualTo("[{\"o\":{\"x\":1}},{\"o\":{\"x\":2}}]");
  }

  @Test
  void aSetOfMarkedElementsIsMarkedAsAWhole() {
    Value set = converted(Values.tuple(A.marked(Marks.SENSITIVE), ONE), set(Type.STRING));
    assertThat(set.marks()).isEqualTo(Marks.SENSITIVE);
    assertThat(Values.containsMarks(set.unmarked())).isFalse();
  }
}
