package dev.ingot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProposedNewTest {
  private static final Value NO_TEXT = Value.nullOf(Type.STRING);

  private static final Schema DISK =
      Schema.of(
          Map.of(
              "size", Attribute.required(Type.NUMBER),
              "path", Attribute.computed(Type.STRING)));

  private static Schema schema(Nesting nesting) {
    return Schema.of(
        Map.of(
            "name", Attribute.optional(Type.STRING),
            "note", Attribute.optionalComputed(Type.STRING),
            "id", Attribute.computed(Type.STRING)),
        Map.of("disk", NestedBlock.of(DISK, nesting)));
  }

  private static Value disk(long size, Value path) {
    return Values.object(Map.of("size", Value.of(size), "path", path));
  }

  private static Value object(Value name, Value note, Value id, Value disks) {
    return Values.object(Map.of("name", name, "note", note, "id", id, "disk", disks));
  }

  private static Value list(Value... disks) {
    return new Value.ListValue(DISK.impliedType(), List.of(disks));
  }

  private static Value set(Value... disks) {
    return Values.set(DISK.impliedType(), List.of(disks));
  }

  @Test
  void whatIsCreatedHasItsConfigurationOnly() {
    Value config = object(Value.of("a"), NO_TEXT, NO_TEXT, list(disk(1, NO_TEXT)));
    assertThat(
            ProposedNew.of(
                schema(Nesting.LIST), Value.nullOf(schema(Nesting.LIST).impliedType()), config))
        .isEqualTo(config);
  }

  @Test
  void whatIsDestroyedBecomesNull() {
    Value none = Value.nullOf(schema(Nesting.LIST).impliedType());
    Value prior = object(Value.of("a"), NO_TEXT, Value.of("i"), list());
    assertThat(ProposedNew.of(schema(Nesting.LIST), prior, none)).isEqualTo(none);
  }

  @Test
  void computedAttributesStayWhatTheyWereUnlessConfigured() {
    Value prior = object(Value.of("a"), Value.of("given"), Value.of("i"), list());
    Value config = object(NO_TEXT, NO_TEXT, NO_TEXT, list());
    assertThat(ProposedNew.of(schema(Nesting.LIST), prior, config))
        .isEqualTo(object(NO_TEXT, Value.of("given"), Value.of("i"), list()));
    Value noted = object(NO_TEXT, Value.of("new"), NO_TEXT, list());
    assertThat(ProposedNew.of(schema(Nesting.LIST), prior, noted))
        .isEqualTo(object(NO_TEXT, Value.of("new"), Value.of("i"), list()));
  }

  @Test
  void blocksOfAListAreMatchedByPosition() {
    Value prior =
        object(
            NO_TEXT,
            NO_TEXT,
            Value.of("i"),
            list(disk(1, Value.of("/1")), disk(2, Value.of("/2"))));
    Value config =
        object(
            NO_TEXT, NO_TEXT, NO_TEXT, list(disk(5, NO_TEXT), disk(2, NO_TEXT), disk(3, NO_TEXT)));
    assertThat(Values.attribute(ProposedNew.of(schema(Nesting.LIST), prior, config), "disk"))
        .contains(list(disk(5, Value.of("/1")), disk(2, Value.of("/2")), disk(3, NO_TEXT)));
  }

  @Test
  void blocksOfASetAreMatchedByWhatIsConfigured() {
    Value prior =
        object(
            NO_TEXT, NO_TEXT, Value.of("i"), set(disk(1, Value.of("/1")), disk(2, Value.of("/2"))));
    Value config = object(NO_TEXT, NO_TEXT, NO_TEXT, set(disk(2, NO_TEXT), disk(3, NO_TEXT)));
    assertThat(Values.attribute(ProposedNew.of(schema(Nesting.SET), prior, config), "disk"))
        .contains(set(disk(2, Value.of("/2")), disk(3, NO_TEXT)));
  }

  @Test
  void blocksOfAMapAreMatchedByKey() {
    Type element = DISK.impliedType();
    Value prior =
        object(
            NO_TEXT,
            NO_TEXT,
            Value.of("i"),
            Values.map(element, Map.of("a", disk(1, Value.of("/a")))));
    Value config =
        object(
            NO_TEXT,
            NO_TEXT,
            NO_TEXT,
            Values.map(element, Map.of("a", disk(9, NO_TEXT), "b", disk(1, NO_TEXT))));
    assertThat(Values.attribute(ProposedNew.of(schema(Nesting.MAP), prior, config), "disk"))
        .contains(Values.map(element, Map.of("a", disk(9, Value.of("/a")), "b", disk(1, NO_TEXT))));
  }

  @Test
  void unknownBlocksStayUnknown() {
    Value unknown = Value.unknown(new Type.ListType(DISK.impliedType()));
    Value prior = object(NO_TEXT, NO_TEXT, Value.of("i"), list(disk(1, Value.of("/1"))));
    Value config = object(Value.unknown(Type.STRING), NO_TEXT, NO_TEXT, unknown);
    assertThat(ProposedNew.of(schema(Nesting.LIST), prior, config))
        .isEqualTo(object(Value.unknown(Type.STRING), NO_TEXT, Value.of("i"), unknown));
  }

  @Test
  void aNestedAttributeThatWasConfiguredAndIsNotAnyMoreBecomesNull() {
    Attribute nested =
        Attribute.nested(
                Map.of(
                    "given", Attribute.optional(Type.STRING),
                    "made", Attribute.computed(Type.STRING)),
                Nesting.SINGLE)
            .with(false, true, true);
    Schema schema = Schema.of(Map.of("part", nested));
    Value configured = Values.object(Map.of("given", Value.of("x"), "made", Value.of("y")));
    Value computed = Values.object(Map.of("given", NO_TEXT, "made", Value.of("y")));
    Value none = Values.object(Map.of("part", Value.nullOf(nested.type())));
    assertThat(ProposedNew.of(schema, Values.object(Map.of("part", configured)), none))
        .isEqualTo(none);
    assertThat(ProposedNew.of(schema, Values.object(Map.of("part", computed)), none))
        .isEqualTo(Values.object(Map.of("part", computed)));
  }

  @Test
  void whatNobodyHasReadYetIsUnknownWhereItIsComputed() {
    Value config = object(Value.of("a"), NO_TEXT, NO_TEXT, list(disk(1, NO_TEXT)));
    assertThat(ProposedNew.withUnknownComputed(schema(Nesting.LIST), config))
        .isEqualTo(
            object(
                Value.of("a"),
                Value.unknown(Type.STRING),
                Value.unknown(Type.STRING),
                list(disk(1, Value.unknown(Type.STRING)))));
  }
}
