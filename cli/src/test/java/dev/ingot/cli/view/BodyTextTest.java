package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyTextTest {
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "id", Attribute.computed(Type.STRING),
              "size", Attribute.optional(Type.NUMBER),
              "zones", Attribute.optional(new Type.ListType(Type.STRING)),
              "groups", Attribute.optional(new Type.SetType(Type.STRING)),
              "labels", Attribute.optional(new Type.MapType(Type.STRING)),
              "any", Attribute.optional(Type.DYNAMIC),
              "secret", Attribute.optional(Type.STRING).asSensitive()),
          Map.of(
              "disk",
              NestedBlock.of(
                  Schema.of(Map.of("gb", Attribute.optional(Type.NUMBER))), Nesting.LIST)));

  private static Value object(Map<String, Value> given) {
    return Values.object(
        Map.of(
            "id", given.getOrDefault("id", Value.nullOf(Type.STRING)),
            "size", given.getOrDefault("size", Value.nullOf(Type.NUMBER)),
            "zones", given.getOrDefault("zones", Value.nullOf(new Type.ListType(Type.STRING))),
            "groups", given.getOrDefault("groups", Value.nullOf(new Type.SetType(Type.STRING))),
            "labels", given.getOrDefault("labels", Value.nullOf(new Type.MapType(Type.STRING))),
            "any", given.getOrDefault("any", Value.nullOf(Type.DYNAMIC)),
            "secret", given.getOrDefault("secret", Value.nullOf(Type.STRING)),
            "disk", given.getOrDefault("disk", disks())));
  }

  private static Value disks(long... sizes) {
    return Values.list(
        Schema.of(Map.of("gb", Attribute.optional(Type.NUMBER))).impliedType(),
        java.util.Arrays.stream(sizes)
            .mapToObj(size -> Values.object(Map.of("gb", Value.of(size))))
            .toList());
  }

  private static Value set(String... texts) {
    return Values.set(
        Type.STRING, java.util.Arrays.stream(texts).map(text -> Value.of(text)).toList());
  }

  private static Value labels(Map<String, String> texts) {
    Map<String, Value> values = new java.util.HashMap<>();
    texts.forEach((key, text) -> values.put(key, Value.of(text)));
    return Values.map(Type.STRING, values);
  }

  private static String changed(Value before, Value after, ValuePath... replace) {
    return body().lines(SCHEMA, before, after, List.of(replace), 4);
  }

  private static BodyText body() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, false, false, false, 78);
    return new BodyText(new DifferenceText(terminal, Wording.OWN), true);
  }

  @Test
  void listsOfASettledTypeAreAlignedSoThatOnlyWhatMovesIsShown() {
    String text =
        changed(
            object(Map.of("zones", Values.strings(List.of("a", "b", "c", "d")))),
            object(Map.of("zones", Values.strings(List.of("a", "b", "x", "d")))));
    assertThat(text)
        .isEqualTo(
            """
              ~ zones = [
                    # (1 unchanged element hidden)
                    "b",
                  ~ "c" -> "x",
                    "d",
                ]
            """);
  }

  @Test
  void elementsThatOnlyMoveAreShownWhereTheyGoAndCome() {
    String text =
        changed(
            object(Map.of("zones", Values.strings(List.of("a", "b", "c", "d")))),
            object(Map.of("zones", Values.strings(List.of("b", "c", "d", "a")))));
    assertThat(text)
        .isEqualTo(
            """
              ~ zones = [
                  - "a",
                    "b",
                    # (1 unchanged element hidden)
                    "d",
                  + "a",
                ]
            """);
  }

  @Test
  void placesOfListsOfOneLengthAreCompared() {
    String text =
        changed(
            object(Map.of("zones", Values.strings(List.of("a", "b", "c")))),
            object(Map.of("zones", Values.strings(List.of("b", "c", "d")))));
    assertThat(text)
        .isEqualTo(
            """
              ~ zones = [
                  ~ "a" -> "b",
                  ~ "b" -> "c",
                  ~ "c" -> "d",
                ]
            """);
  }

  @Test
  void setsShowWhatComesAndGoesAndCountTheRest() {
    String text =
        changed(object(Map.of("groups", set("a", "b"))), object(Map.of("groups", set("b", "c"))));
    assertThat(text)
        .isEqualTo(
            """
              ~ groups = [
                  - "a",
                  + "c",
                    # (1 unchanged element hidden)
                ]
            """);
  }

  @Test
  void keysOfMapsAreQuoted() {
    String text =
        changed(
            object(Map.of("labels", labels(Map.of("a", "1", "b", "2")))),
            object(Map.of("labels", labels(Map.of("a", "1", "b", "3", "c d", "4")))));
    assertThat(text)
        .isEqualTo(
            """
              ~ labels = {
                  ~ "b"   = "2" -> "3"
                  + "c d" = "4"
                    # (1 unchanged element hidden)
                }
            """);
  }

  @Test
  void whatForcesReplacementIsSaidBesideTheAttribute() {
    String text =
        changed(
            object(Map.of("id", Value.of("i-1"), "size", Value.of(1))),
            object(Map.of("id", Value.unknown(Type.STRING), "size", Value.of(2))),
            ValuePath.ROOT.attribute("size"));
    assertThat(text)
        .isEqualTo(
            """
              ~ id   = "i-1" -> (known after apply)
              ~ size = 1 -> 2 # forces replacement
            """);
  }

  @Test
  void aDocumentForcesReplacementBehindIt() {
    Schema text = Schema.of(Map.of("doc", Attribute.optional(Type.STRING)));
    assertThat(
            body()
                .lines(
                    text,
                    Values.object(Map.of("doc", Value.of("{\"a\":1}"))),
                    Values.object(Map.of("doc", Value.of("{\"a\":2}"))),
                    List.of(ValuePath.ROOT.attribute("doc")),
                    4))
        .isEqualTo(
            """
              ~ doc = jsonencode(
                  ~ {
                      ~ a = 1 -> 2
                    } # forces replacement
                )
            """);
  }

  @Test
  void whatIsNotKnownYetForcesReplacementAtItsEnd() {
    String text =
        changed(
            object(Map.of("any", Value.of("{\"a\":1}"))),
            object(Map.of("any", Value.unknown(Type.STRING))),
            ValuePath.ROOT.attribute("any"));
    assertThat(text)
        .isEqualTo(
            """
              ~ any = jsonencode(
                    {
                      - a = 1
                    }
                ) -> (known after apply) # forces replacement
            """);
  }

  @Test
  void sensitiveValuesAreNeverShown() {
    String text =
        changed(
            object(
                Map.of(
                    "secret", Value.of("old"), "any", Value.of("token").marked(Marks.SENSITIVE))),
            object(Map.of("secret", Value.of("new"), "any", Value.of("other"))));
    assertThat(text)
        .isEqualTo(
            """
              # Warning: this attribute value will no longer be marked as sensitive
              # after applying this change.
              ~ any    = (sensitive value)
              ~ secret = (sensitive value)
            """)
        .doesNotContain("old", "new", "token", "other");
  }

  @Test
  void blocksThatStayAreCounted() {
    String text =
        changed(
            object(Map.of("id", Value.of("i-1"), "disk", disks(10, 20))),
            object(Map.of("id", Value.of("i-1"), "disk", disks(10, 30, 40))));
    assertThat(text)
        .isEqualTo(
            """
                id = "i-1"

              ~ disk {
                  ~ gb = 20 -> 30
                }
              + disk {
                  + gb = 40
                }

                # (1 unchanged block hidden)
            """);
  }

  @Test
  void aBlockInWhichNothingIsSetStaysOnItsLine() {
    Value nothing =
        Values.list(
            Schema.of(Map.of("gb", Attribute.optional(Type.NUMBER))).impliedType(),
            List.of(Values.object(Map.of("gb", Value.nullOf(Type.NUMBER)))));
    assertThat(
            changed(
                object(Map.of("id", Value.of("i-1"))),
                object(Map.of("id", Value.of("i-1"), "disk", nothing))))
        .isEqualTo(
            """
                id = "i-1"

              + disk {}
            """);
  }

  @Test
  void emptyTextsAreAsGoodAsNone() {
    String text =
        changed(
            object(Map.of("id", Value.of("i-1"))),
            object(Map.of("id", Value.of("i-1"), "secret", Value.of(""), "any", Value.of(""))));
    assertThat(text).contains("+ any", "(1 unchanged attribute hidden)");
  }

  @Test
  void blocksThatAreNotKnownAreNamed() {
    Value unknown =
        object(
            Map.of(
                "id",
                Value.of("i-1"),
                "disk",
                Value.unknown(
                    new Type.ListType(
                        SCHEMA.blocks().firstEntry().getValue().schema().impliedType()))));
    assertThat(changed(object(Map.of("id", Value.of("i-1"))), unknown))
        .contains("\n\n  ~ disk (known after apply)\n");
  }

  @Test
  void theIdIsShownEvenWhenItStays() {
    String text =
        changed(
            object(Map.of("id", Value.of("i-1"), "size", Value.of(1), "any", Value.of("x"))),
            object(Map.of("id", Value.of("i-1"), "size", Value.of(2), "any", Value.of("x"))));
    assertThat(text)
        .isEqualTo(
            """
                id   = "i-1"
              ~ size = 1 -> 2
                # (1 unchanged attribute hidden)
            """);
  }

  @Test
  void jsonInTextIsShownAsTheDocumentItHolds() {
    String text =
        changed(
            object(Map.of("any", Value.of("{\"a\":1,\"b\":2}"))),
            object(Map.of("any", Value.of("{\"a\":1,\"b\":3}"))));
    assertThat(text)
        .isEqualTo(
            """
              ~ any = jsonencode(
                  ~ {
                      ~ b = 2 -> 3
                        # (1 unchanged attribute hidden)
                    }
                )
            """);
  }

  /** As Terraform 1.11.4 shows what providers of the older kind plan. */
  @Test
  void emptyTextsAreNone() {
    Value before = object(Map.of("id", Value.of(""), "size", Value.of(1)));
    Value after = object(Map.of("id", Value.of("i"), "size", Value.of(1)));
    assertThat(changed(before, after)).contains("+ id   = \"i\"");
    assertThat(changed(after, before)).contains("- id   = \"i\" -> null");
  }

  @Test
  void keysGoFromAMapThatStays() {
    Value before = object(Map.of("labels", labels(Map.of("a", "1", "b", "2"))));
    Value after = object(Map.of("labels", labels(Map.of("a", "1"))));
    assertThat(changed(before, after)).contains("- \"b\" = \"2\" -> null");
    assertThat(changed(before, object(Map.of())))
        .contains("- \"b\" = \"2\"\n")
        .contains("} -> null");
  }
}
