package dev.ingot.lang.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Value UNKNOWN_STRING = Value.unknown(Type.STRING);

  private static Value number(String text) {
    return Values.number(BigFloat.parse(text).orElseThrow());
  }

  @Test
  void nullsOfAllTypesAreEqual() {
    assertThat(Values.equal(Value.nullOf(Type.STRING), Value.nullOf(Type.NUMBER)))
        .isEqualTo(Values.TRUE);
    assertThat(Values.equal(Values.NULL, Value.of(0))).isEqualTo(Values.FALSE);
  }

  @Test
  void valuesOfDifferentTypesAreDifferent() {
    assertThat(Values.equal(Value.of(1), Value.of("1"))).isEqualTo(Values.FALSE);
    Value list = Values.list(List.of(Value.of(1)));
    assertThat(Values.equal(list, Values.tuple(Value.of(1)))).isEqualTo(Values.FALSE);
    assertThat(Values.equal(Values.tuple(Value.nullOf(Type.STRING)), Values.tuple(Values.NULL)))
        .isEqualTo(Values.FALSE);
  }

  @Test
  void aNumberEqualsItselfInAnyPrecision() {
    assertThat(Values.equal(Value.of(1), number("1.0"))).isEqualTo(Values.TRUE);
    assertThat(Value.of(1)).isEqualTo(number("1.0"));
  }

  @Test
  void whatIsKnownOfAnUnknownDecidesComparisons() {
    Value id = Values.refineNotNull(UNKNOWN_STRING);
    assertThat(Values.equal(id, Values.NULL)).isEqualTo(Values.FALSE);
    assertThat(Values.equal(UNKNOWN_STRING, Values.NULL).isKnown()).isFalse();
    Value prefixed = Values.unknown(Type.STRING, Refinement.NOT_NULL.withPrefix("pre-"));
    assertThat(Values.equal(prefixed, Value.of("other"))).isEqualTo(Values.FALSE);
    assertThat(Values.equal(prefixed, Value.of("pre-x")).isKnown()).isFalse();
    Value positive =
        Values.unknown(Type.NUMBER, Refinement.NOT_NULL.withLower(BigFloat.ZERO, false));
    assertThat(Values.equal(positive, Value.of(0))).isEqualTo(Values.FALSE);
    assertThat(Values.equal(id, Value.of(5))).isEqualTo(Values.FALSE);
  }

  @Test
  void anUnknownWithOneValueLeftIsKnown() {
    Refinement five =
        Refinement.NOT_NULL.withLower(BigFloat.of(5), true).withUpper(BigFloat.of(5), true);
    assertThat(Values.unknown(Type.NUMBER, five)).isEqualTo(Value.of(5));
    Refinement empty = Refinement.NOT_NULL.withLength(0, 0);
    assertThat(Values.unknown(new Type.MapType(Type.STRING), empty))
        .isEqualTo(Values.map(Type.STRING, Map.of()));
    assertThat(Values.unknown(new Type.ListType(Type.STRING), Refinement.NOT_NULL.withLength(2, 2)))
        .isEqualTo(new Value.ListValue(Type.STRING, List.of(UNKNOWN_STRING, UNKNOWN_STRING)));
    assertThat(Values.unknown(Type.DYNAMIC, Refinement.NOT_NULL)).isEqualTo(Values.DYNAMIC_UNKNOWN);
  }

  @Test
  void refinementsNarrowAndWiden() {
    Refinement a = Refinement.NOT_NULL.withPrefix("ab-c").withLower(BigFloat.of(1), true);
    Refinement b = Refinement.NONE.withPrefix("ab-").withLower(BigFloat.of(1), false);
    assertThat(a.and(b))
        .isEqualTo(Refinement.NOT_NULL.withPrefix("ab-c").withLower(BigFloat.of(1), false));
    assertThat(a.or(b))
        .isEqualTo(Refinement.NONE.withPrefix("ab-").withLower(BigFloat.of(1), true));
  }

  @Test
  void theEndOfAPrefixThatMayCombineIsNotCertain() {
    assertThat(StringPrefix.safe("pre-")).isEqualTo("pre-");
    assertThat(StringPrefix.safe("pree")).isEqualTo("pre");
    assertThat(StringPrefix.safe("")).isEmpty();
    assertThat(StringPrefix.safe("x".repeat(300) + "-")).hasSize(255);
  }

  @Test
  void setsOrderNumbersBySizeAndStringsByCodePoint() {
    Value set = Values.set(List.of(Value.of(10), number("1.5"), Value.of(2), number("2.0")));
    assertThat(ValueJson.format(set)).isEqualTo("[1.5,2,10]");
    Value texts = Values.set(List.of(Value.of("𝄞"), Value.of("\uffee"), Value.of("a")));
    assertThat(Values.elements(texts).orElseThrow())
        .containsExactly(Value.of("a"), Value.of("\uffee"), Value.of("𝄞"));
  }

  @Test
  void setsOrderListsByTheirText() {
    Value one = Values.list(List.of(Value.of(1)));
    Value oneTwo = Values.list(List.of(Value.of(1), Value.of(2)));
    Value twoOne = Values.list(List.of(Value.of(2), Value.of(1)));
    assertThat(Values.elements(Values.set(List.of(twoOne, one, oneTwo, one))).orElseThrow())
        .containsExactly(oneTwo, one, twoOne);
  }

  @Test
  void unknownElementsStayApart() {
    Value set = Values.set(List.of(UNKNOWN_STRING, UNKNOWN_STRING, Value.of("a")));
    assertThat(Values.elements(set).orElseThrow()).hasSize(3);
    assertThat(Values.length(set).orElseThrow())
        .isEqualTo(
            Values.unknown(
                Type.NUMBER,
                Refinement.NOT_NULL
                    .withLower(BigFloat.of(1), true)
                    .withUpper(BigFloat.of(3), true)));
  }

  @Test
  void marksOfTheWholeAndTheKeyAreOnThePart() {
    Value list = Values.list(List.of(Value.of("x"))).marked(Marks.SENSITIVE);
    Value key = Value.of(0).marked(Marks.EPHEMERAL);
    assertThat(Values.index(list, key).orElseThrow().marks()).isEqualTo(new Marks(true, true));
    assertThat(Values.index(list, Value.of(1))).isEmpty();
    assertThat(Values.index(list, number("0.5"))).isEmpty();
  }

  @Test
  void marksAreFoundByTheirPath() {
    Value object =
        Values.object(
            Map.of("a", Values.tuple(Value.of(1), Value.of("s").marked(Marks.SENSITIVE))));
    assertThat(Values.unmarkDeep(object).marks())
        .containsExactly(
            new Values.PathMarks(ValuePath.ROOT.attribute("a").index(1), Marks.SENSITIVE));
  }

  @Test
  void pathsAreWrittenLikeExpressions() {
    ValuePath path = ValuePath.ROOT.attribute("a").index(0).index("k\"");
    assertThat(path).hasToString(".a[0][\"k\\\"\"]");
    assertThat(ValuePath.of(path.steps())).isEqualTo(path).hasSameHashCodeAs(path);
    assertThat(path.startsWith(ValuePath.ROOT.attribute("a"))).isTrue();
    assertThat(path.startsWith(ValuePath.ROOT.attribute("b"))).isFalse();
  }

  @Test
  void textIsNormalized() {
    assertThat(Value.of("e\u0301")).isEqualTo(Value.of("é"));
  }

  @Test
  void jsonIsReadWithATypeAndWithout() {
    Type type = TypeJson.parse("[\"object\",{\"a\":\"number\",\"d\":\"dynamic\"}]");
    Value read =
        ValueJson.parse("{\"d\":{\"value\":[\"x\"],\"type\":[\"list\",\"string\"]}}", type);
    assertThat(read)
        .isEqualTo(
            Values.object(
                Map.of("a", Value.nullOf(Type.NUMBER), "d", Values.list(List.of(Value.of("x"))))));
    assertThat(ValueJson.parse(" [1, 1e400, {\"a\":1,\"a\":2}] ").type())
        .isEqualTo(
            TypeJson.parse("[\"tuple\",[\"number\",\"number\",[\"object\",{\"a\":\"number\"}]]]"));
  }

  @Test
  void jsonThatDoesNotFitSaysWhere() {
    Type type = TypeJson.parse("[\"object\",{\"a\":[\"list\",\"number\"]}]");
    assertThatThrownBy(() -> ValueJson.parse("{\"a\":[1,true]}", type))
        .isInstanceOfSatisfying(
            ValueJsonException.class, failure -> assertThat(failure.path()).hasToString(".a[1]"))
        .hasMessage("a number is required");
    assertThatThrownBy(() -> ValueJson.parse("{\"b\":1}", type))
        .hasMessage("unsupported attribute \"b\"");
    assertThatThrownBy(() -> ValueJson.parse("1 2")).isInstanceOf(ValueJsonException.class);
    assertThatThrownBy(() -> TypeJson.parse("[\"list\",\"string\",1]"))
        .isInstanceOf(ValueJsonException.class);
  }

  @Test
  void whatJsonCannotHoldIsRefused() {
    assertThatThrownBy(() -> ValueJson.format(Values.tuple(UNKNOWN_STRING)))
        .hasMessage("value is not known");
    assertThatThrownBy(() -> ValueJson.format(Value.of("s").marked(Marks.SENSITIVE)))
        .hasMessage("value has marks");
    assertThatThrownBy(() -> ValueJson.format(Values.number(BigFloat.POSITIVE_INFINITY)))
        .hasMessage("cannot serialize infinity as JSON");
  }

  @Test
  void deepJsonIsRefused() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> ValueJson.parse(deep))
        .isInstanceOf(tools.jackson.core.JacksonException.class);
  }

  @Test
  void typesAreNamedInMessagesAndPrinted() {
    Type type = TypeJson.parse("[\"list\",[\"object\",{\"a\":[\"tuple\",[]]}]]");
    assertThat(TypeNames.friendly(type)).isEqualTo("list of object");
    assertThat(TypeNames.constraint(new Type.SetType(Type.DYNAMIC)))
        .isEqualTo("set of any single type");
    assertThat(TypeText.of(type))
        .isEqualTo("list(\n    object({\n        a: tuple([]),\n    }),\n)");
  }
}
