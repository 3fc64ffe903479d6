package dev.ingot.deploy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Type;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Expressions of a body, as plans show them. */
class ExpressionDocumentTest {
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "name",
              Attribute.optional(Type.STRING),
              "rule",
              Attribute.optional(
                  new Type.ListType(
                      new Type.ObjectType(
                          new TreeMap<>(Map.of("port", Type.NUMBER, "to", Type.STRING)))))));

  private static String document(String body) {
    Diagnostics diagnostics = new Diagnostics();
    String text =
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              ExpressionDocument.body(
                  json,
                  "expressions",
                  Syntax.parse(new SourceFile("main.tf", body), diagnostics),
                  SCHEMA);
              json.writeEndObject();
            });
    assertThat(diagnostics.list()).isEmpty();
    return text.strip();
  }

  @Test
  void attributesThatAreWrittenAsBlocksAreOneExpression() {
    assertThat(document("rule {\n  port = 80\n}\nrule {\n  to = \"x\"\n}\n"))
        .isEqualTo(
            "{\"expressions\":{\"rule\":{\"constant_value\":"
                + "[{\"port\":80,\"to\":null},{\"port\":null,\"to\":\"x\"}]}}}");
    assertThat(document("rule {\n  port = var.p\n}\n"))
        .isEqualTo("{\"expressions\":{\"rule\":{\"references\":[\"var.p\"]}}}");
  }

  @Test
  void dynamicOnesAreNotShown() {
    assertThat(
            document(
                """
                name = "a"
                dynamic "rule" {
                  for_each = [1]
                  content {
                    port = rule.value
                  }
                }
                """))
        .isEqualTo("{\"expressions\":{\"name\":{\"constant_value\":\"a\"}}}");
  }
}
