package dev.ingot.lang.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class ValueProperties {
  @Provide
  Arbitrary<Value> values() {
    return ArbitraryValues.any();
  }

  @Provide
  Arbitrary<Value> known() {
    return ArbitraryValues.known();
  }

  @Provide
  Arbitrary<Type> types() {
    return ArbitraryValues.types();
  }

  @Provide
  Arbitrary<List<Type>> manyTypes() {
    return ArbitraryValues.types().list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Value>> alike() {
    return ArbitraryValues.types()
        .flatMap(type -> ArbitraryValues.of(type, false, false).list().ofMinSize(3).ofMaxSize(6));
  }

  @Property
  void theOrderOfSetsIsTotal(@ForAll("alike") List<Value> values) {
    Value a = values.get(0);
    Value b = values.get(1);
    Value c = values.get(2);
    assertThat(Integer.signum(Values.SET_ORDER.compare(a, b)))
        .isEqualTo(-Integer.signum(Values.SET_ORDER.compare(b, a)));
    if (Values.SET_ORDER.compare(a, b) <= 0 && Values.SET_ORDER.compare(b, c) <= 0) {
      assertThat(Values.SET_ORDER.compare(a, c)).isLessThanOrEqualTo(0);
    }
    if (a.equals(b)) {
      assertThat(Values.SET_ORDER.compare(a, b)).isZero();
    }
  }

  @Property
  void aSetIsTheSameWhateverOrderItsElementsCameIn(
      @ForAll("alike") List<Value> values, @ForAll Random random) {
    List<Value> shuffled = new ArrayList<>(values);
    shuffled.addAll(values);
    Collections.shuffle(shuffled, random);
    Value set = Values.set(values.getFirst().type(), values);
    assertThat(Values.set(values.getFirst().type(), shuffled)).isEqualTo(set);
    assertThat(Values.elements(set).orElseThrow()).doesNotHaveDuplicates();
  }

  @Property
  void marksComeBackWhereTheyWere(@ForAll("values") Value value) {
    Values.Unmarked unmarked = Values.unmarkDeep(value);
    assertThat(Values.containsMarks(unmarked.value())).isFalse();
    assertThat(Values.remark(unmarked.value(), unmarked.marks())).isEqualTo(value);
  }

  @Property
  void equalityIsReflexiveOnKnownValuesAndSymmetric(
      @ForAll("values") Value a, @ForAll("values") Value b, @ForAll("known") Value c) {
    assertThat(Values.equal(c, c)).isEqualTo(Values.TRUE);
    assertThat(Values.equal(a, b)).isEqualTo(Values.equal(b, a));
    assertThat(Values.equal(a, b).marks()).isEqualTo(Values.deepMarks(a).with(Values.deepMarks(b)));
  }

  @Property
  void aValueConvertsToItsOwnTypeUnchanged(@ForAll("values") Value value) {
    assertThat(Conversion.convert(value, value.type()).value()).isEqualTo(value);
    assertThat(Conversion.convert(value, Type.DYNAMIC).value()).isEqualTo(value);
  }

  @Property(tries = 500)
  void aConvertedValueIsOfTheTypeAndStaysAsItIs(
      @ForAll("values") Value value, @ForAll("types") Type type) {
    Conversion.Result result = Conversion.convert(value, type);
    assertThat(result.value().type()).isEqualTo(type);
    assertThat(Conversion.convert(result.value(), type).value()).isEqualTo(result.value());
    if (!Conversion.isPossible(value.type(), type)) {
      assertThat(result.isSuccess()).isFalse();
    }
    if (Conversion.isSafe(value.type(), type)) {
      assertThat(result.problem()).isEmpty();
    }
  }

  @Property(tries = 500)
  void conversionKeepsMarks(@ForAll("values") Value value, @ForAll("types") Type type) {
    Marks before = Values.deepMarks(value);
    Value converted = Conversion.convert(value, type).value();
    // Attributes that the type doesn't have are dropped, and their marks with them.
    if (!(value.unmarked() instanceof Value.ObjectValue) && !dropsAttributes(value)) {
      assertThat(Values.deepMarks(converted)).isEqualTo(before);
    }
    Value plain = Values.unmarkDeep(value).value();
    assertThat(Values.unmarkDeep(converted).value().type())
        .isEqualTo(Conversion.convert(plain, type).value().type());
  }

  private static boolean dropsAttributes(Value value) {
    boolean[] found = {false};
    Values.walk(
        value,
        (path, part) -> {
          found[0] |=
              part.unmarked() instanceof Value.ObjectValue
                  || part.unmarked() instanceof Value.MapValue;
          return true;
        });
    return found[0];
  }

  @Property
  void allTypesConvertToTheUnifiedOne(@ForAll("manyTypes") List<Type> types) {
    Optional<Type> unified = Conversion.unify(types);
    if (unified.isPresent()) {
      for (Type type : types) {
        assertThat(Conversion.isPossible(type, unified.get())).isTrue();
      }
    }
    assertThat(Conversion.unify(Collections.nCopies(3, types.getFirst())))
        .contains(types.getFirst());
  }

  @Property
  void whatIsKnownOfAnUnknownHoldsForWhatItBecomes(
      @ForAll("known") Value value, @ForAll("types") Type type) {
    Value unknown = Values.unknown(value.type(), Refinement.of(value));
    Conversion.Result later = Conversion.convert(value, type);
    Conversion.Result before = Conversion.convert(unknown, type);
    if (later.isSuccess() && before.value().unmarked() instanceof Value.UnknownValue early) {
      assertThat(early.refinement().admits(later.value())).isTrue();
    }
  }

  @Property
  void valuesComeBackFromJsonWithTheirType(@ForAll("known") Value value) {
    assertThat(ValueJson.parse(ValueJson.format(value, value.type()), value.type()))
        .isEqualTo(value);
    if (!value.isNull()) {
      assertThat(ValueJson.parse(ValueJson.format(value, Type.DYNAMIC), Type.DYNAMIC))
          .isEqualTo(value);
    }
  }

  @Property
  void impliedJsonIsStable(@ForAll("known") Value value) {
    String json = ValueJson.format(value);
    assertThat(ValueJson.format(ValueJson.parse(json))).isEqualTo(json);
  }

  @Property
  void typesComeBackFromJson(@ForAll("types") Type type) {
    assertThat(TypeJson.parse(TypeJson.format(type))).isEqualTo(type);
  }

  @Property
  void whollyKnownValuesAdmitThemselves(@ForAll("known") Value value) {
    assertThat(Refinement.of(value).admits(value)).isTrue();
  }

  @Property
  void transformingNothingChangesNothing(@ForAll("values") Value value) {
    assertThat(Values.transform(value, (path, part) -> part)).isEqualTo(value);
  }

  @Property
  void everyVisitedPartIsAtItsPath(@ForAll("values") Value value) {
    Values.walk(
        value,
        (path, part) -> {
          assertThat(Values.at(value, path).map(Value::unmarked)).contains(part.unmarked());
          return true;
        });
  }
}
