package dev.ingot.lang.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final Schema RULE =
      Schema.of(
          Map.of("port", Attribute.required(Type.NUMBER), "name", Attribute.optional(Type.STRING)));
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "title", Attribute.optional(Type.STRING),
              "tags", Attribute.optional(new Type.MapType(Type.STRING)),
              "id", Attribute.computed(Type.STRING)),
          Map.of(
              "rule", new NestedBlock(RULE, Nesting.LIST, 0, 2),
              "unique", NestedBlock.of(RULE, Nesting.SET),
              "by_name", NestedBlock.of(RULE, Nesting.MAP),
              "only", NestedBlock.of(RULE, Nesting.SINGLE),
              "always",
                  NestedBlock.of(
                      Schema.of(Map.of("x", Attribute.optional(Type.BOOL))), Nesting.GROUP)));

  private final Diagnostics diagnostics = new Diagnostics();

  private static Body body(String text) {
    return Syntax.parse(new SourceFile("main.tf", text), new Diagnostics());
  }

  private Value decode(String text, Map<String, Value> variables) {
    Value value = SCHEMA.decode(body(text), NoFunctions.scope(variables), diagnostics);
    assertThat(Values.unmarkDeep(value).value().type()).isEqualTo(SCHEMA.impliedType());
    return value;
  }

  private Value part(String text, Map<String, Value> variables, String name) {
    return Values.attribute(decode(text, variables), name).orElseThrow();
  }

  private List<String> summaries() {
    return diagnostics.list().stream().map(Diagnostic::summary).toList();
  }

  @Test
  void everythingOfTheSchemaIsInTheValue() {
    Value value = decode("title = 5\n only {\n port = \"80\"\n }\n", Map.of());
    assertThat(ValueJson.format(value))
        .isEqualTo(
            "{\"always\":{\"x\":null},\"by_name\":{},\"id\":null,"
                + "\"only\":{\"name\":null,\"port\":80},"
                + "\"rule\":[],\"tags\":null,\"title\":\"5\",\"unique\":[]}");
    assertThat(summaries()).isEmpty();
  }

  @Test
  void theEmptyValueIsThatOfAnEmptyBody() {
    assertThat(decode("", Map.of())).isEqualTo(SCHEMA.emptyValue());
  }

  @Test
  void blocksAreCollectedByTheirNesting() {
    String text =
        """
        rule {
          port = 2
        }
        rule {
          port = 1
        }
        unique {
          port = 2
        }
        unique {
          port = 1
        }
        unique {
          port = 2
        }
        by_name "b" {
          port = 1
        }
        by_name "a" {
          port = 2
        }
        """;
    Value value = decode(text, Map.of());
    assertThat(summaries()).isEmpty();
    assertThat(ValueJson.format(Values.attribute(value, "rule").orElseThrow()))
        .isEqualTo("[{\"name\":null,\"port\":2},{\"name\":null,\"port\":1}]");
    assertThat(ValueJson.format(Values.attribute(value, "unique").orElseThrow()))
        .isEqualTo("[{\"name\":null,\"port\":1},{\"name\":null,\"port\":2}]");
    assertThat(ValueJson.format(Values.attribute(value, "by_name").orElseThrow()))
        .isEqualTo("{\"a\":{\"name\":null,\"port\":2},\"b\":{\"name\":null,\"port\":1}}");
  }

  @Test
  void aWrongTypeIsSaidOfTheAttribute() {
    Value value = decode("tags = [1]\n", Map.of());
    Diagnostic only = diagnostics.list().getFirst();
    assertThat(only.summary()).isEqualTo("Incorrect attribute value type");
    assertThat(only.detail())
        .isEqualTo("Inappropriate value for attribute \"tags\": map of string required.");
    assertThat(only.subject().orElseThrow().text()).isEqualTo("[1]");
    assertThat(Values.attribute(value, "tags").orElseThrow().isKnown()).isFalse();
  }

  @Test
  void whatIsMissingOrTooMuchIsSaid() {
    decode(
        """
        nonsense = 1
        rule {
        }
        rule {
          port = 1
        }
        rule {
          port = 2
        }
        only {
          port = 1
        }
        only {
          port = 2
        }
        by_name "a" {
          port = 1
        }
        by_name "a" {
          port = 2
        }
        """,
        Map.of());
    assertThat(summaries())
        .containsExactlyInAnyOrder(
            "Unsupported argument",
            "Missing required argument",
            "Too many rule blocks",
            "Duplicate only block",
            "Duplicate by_name block");
  }

  @Test
  void dynamicBlocksStandForOneBlockPerElement() {
    String text =
        """
        rule {
          port = 1
        }
        dynamic "rule" {
          for_each = var.ports
          iterator = each_port
          content {
            port = each_port.value
            name = each_port.key
          }
        }
        dynamic "by_name" {
          for_each = var.ports
          labels   = ["n-${by_name.value}"]
          content {
            port = by_name.value
          }
        }
        """;
    Map<String, Value> variables =
        Map.of("var", Values.object(Map.of("ports", Values.object(Map.of("http", Value.of(80))))));
    Value value = decode(text, variables);
    assertThat(summaries()).isEmpty();
    assertThat(ValueJson.format(Values.attribute(value, "rule").orElseThrow()))
        .isEqualTo("[{\"name\":null,\"port\":1},{\"name\":\"http\",\"port\":80}]");
    assertThat(ValueJson.format(Values.attribute(value, "by_name").orElseThrow()))
        .isEqualTo("{\"n-80\":{\"name\":null,\"port\":80}}");
  }

  @Test
  void anUnknownForEachMakesTheBlocksUnknown() {
    String text =
        """
        dynamic "%s" {
          for_each = var.ports
          content {
            port = %s.value
          }
        }
        """;
    Map<String, Value> variables =
        Map.of("var", Values.object(Map.of("ports", Values.DYNAMIC_UNKNOWN)));
    assertThat(part(text.formatted("rule", "rule"), variables, "rule").isKnown()).isFalse();
    assertThat(part(text.formatted("unique", "unique"), variables, "unique").isKnown()).isFalse();
    assertThat(summaries()).isEmpty();
  }

  @Test
  void aSensitiveForEachMakesTheBlocksSensitive() {
    Value ports = Values.tuple(Value.of(1)).marked(Marks.SENSITIVE);
    Value rules =
        part(
            "dynamic \"rule\" {\n for_each = var\n content {\n port = rule.value\n }\n}\n",
            Map.of("var", ports),
            "rule");
    assertThat(rules.marks()).isEqualTo(Marks.SENSITIVE);
  }

  @Test
  void errorsOfDynamicBlocksAreSaid() {
    String text =
        """
        dynamic "other" {
          for_each = []
          content {}
        }
        dynamic "rule" {
          for_each = 5
          content {
          }
        }
        dynamic "rule" {
          for_each = null
          content {
          }
        }
        dynamic "rule" {
          for_each = []
          iterator = a.b
          content {
          }
        }
        dynamic "rule" {
          for_each = []
        }
        dynamic "rule" {
          content {
          }
        }
        dynamic "by_name" {
          for_each = []
          labels   = ["a", "b"]
          content {
          }
        }
        """;
    decode(text, Map.of());
    assertThat(summaries())
        .containsExactly(
            "Unsupported block type",
            "Invalid dynamic for_each value",
            "Invalid dynamic for_each value",
            "Invalid dynamic iterator name",
            "Missing dynamic content block",
            "Missing required argument",
            "Extraneous dynamic block label");
  }

  @Test
  void referencesAreFoundInDynamicBlocksWithoutTheirIterators() {
    String text =
        """
        title = a.x
        dynamic "rule" {
          for_each = b.y
          content {
            port = rule.value + c.z
          }
        }
        only {
          port = d.w
        }
        """;
    assertThat(SCHEMA.references(body(text)).stream().map(Traversal::root))
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void nestedAttributesMayBeLeftOutUnlessRequired() {
    Schema schema =
        Schema.of(
            Map.of(
                "items",
                Attribute.nested(
                    Map.of(
                        "a", Attribute.required(Type.STRING), "b", Attribute.optional(Type.BOOL)),
                    Nesting.LIST)));
    Value value =
        schema.decode(body("items = [{ a = 1 }]"), NoFunctions.scope(Map.of()), diagnostics);
    assertThat(ValueJson.format(value)).isEqualTo("{\"items\":[{\"a\":\"1\",\"b\":null}]}");
    schema.decode(body("items = [{ b = true }]"), NoFunctions.scope(Map.of()), diagnostics);
    assertThat(diagnostics.list().getFirst().detail())
        .isEqualTo(
            "Inappropriate value for attribute \"items\": element 0: attribute \"a\" is required.");
  }

  @Test
  void blocksWithAttributesOfAnyTypeMakeTuples() {
    Schema schema =
        Schema.of(
            Map.of(),
            Map.of(
                "b",
                NestedBlock.of(
                    Schema.of(Map.of("v", Attribute.optional(Type.DYNAMIC))), Nesting.LIST)));
    Value value =
        schema.decode(
            body("b {\n v = 1\n}\nb {\n v = [true]\n}\n"),
            NoFunctions.scope(Map.of()),
            diagnostics);
    assertThat(ValueJson.format(value)).isEqualTo("{\"b\":[{\"v\":1},{\"v\":[true]}]}");
    assertThat(schema.impliedType())
        .isEqualTo(new Type.ObjectType(new java.util.TreeMap<>(Map.of("b", Type.DYNAMIC))));
  }

  @Test
  void sensitiveAttributesAreFoundInNestedBlocks() {
    Schema secret = Schema.of(Map.of("key", Attribute.optional(Type.STRING).asSensitive()));
    Schema schema =
        Schema.of(
            Map.of(
                "token", Attribute.optional(Type.STRING).asSensitive().asWriteOnly(),
                "plain", Attribute.optional(Type.STRING)),
            Map.of(
                "one", NestedBlock.of(secret, Nesting.SINGLE),
                "many", NestedBlock.of(secret, Nesting.LIST)));
    Value value =
        schema.decode(
            body("many {\n key = 1\n}\nmany {}\n"), NoFunctions.scope(Map.of()), diagnostics);
    assertThat(schema.sensitivePaths(value).stream().map(Object::toString))
        .containsExactly(".token", ".many[0].key", ".many[1].key");
    assertThat(schema.writeOnlyPaths(value).stream().map(Object::toString))
        .containsExactly(".token");
  }
}
