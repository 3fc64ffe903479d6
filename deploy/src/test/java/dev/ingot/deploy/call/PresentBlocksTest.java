package dev.ingot.deploy.call;

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

final class PresentBlocksTest {
  private static final Schema INNER =
      Schema.of(
          Map.of("text", Attribute.optional(Type.STRING)),
          Map.of(
              "deep",
              NestedBlock.of(
                  Schema.of(Map.of("n", Attribute.optional(Type.NUMBER))), Nesting.LIST)));
  private static final Schema SCHEMA =
      Schema.of(
          Map.of("id", Attribute.optional(Type.STRING)),
          Map.of(
              "list", NestedBlock.of(INNER, Nesting.LIST),
              "set", NestedBlock.of(INNER, Nesting.SET),
              "single", NestedBlock.of(INNER, Nesting.SINGLE)));

  @Test
  void blocksThatAreLeftOutAreEmpty() {
    Value inner = Values.object(Map.of("text", Value.of("t"), "deep", Value.nullOf(Type.DYNAMIC)));
    Value read =
        Values.object(
            Map.of(
                "id", Value.of("i"),
                "list", Values.list(INNER.impliedType(), List.of(inner)),
                "set", Value.nullOf(new Type.SetType(INNER.impliedType())),
                "single", Value.nullOf(INNER.impliedType())));
    Value present = PresentBlocks.of(SCHEMA, read);
    assertThat(Values.attribute(present, "set").flatMap(Values::elements)).contains(List.of());
    assertThat(Values.attribute(present, "single").orElseThrow().isNull()).isTrue();
    Value first =
        Values.attribute(present, "list").flatMap(Values::elements).orElseThrow().getFirst();
    assertThat(Values.attribute(first, "deep").flatMap(Values::elements)).contains(List.of());
    assertThat(PresentBlocks.of(SCHEMA, present)).isSameAs(present);
  }
}
