package dev.ingot.lang.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Providers declare such attributes as AWS does those of its security groups. */
class AttributeBlocksTest {
  private static final Type PORT =
      new Type.ObjectType(new TreeMap<>(Map.of("number", Type.NUMBER)), Set.of());
  private static final Type RULE =
      new Type.ObjectType(
          new TreeMap<>(
              Map.of("from", Type.NUMBER, "name", Type.STRING, "port", new Type.ListType(PORT))),
          Set.of());
  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "ingress", Attribute.optionalComputed(new Type.SetType(RULE)),
              "ports", Attribute.optional(new Type.ListType(PORT))));

  private final Diagnostics diagnostics = new Diagnostics();

  private static Body body(String name, String text) {
    SourceFile file = new SourceFile(name, text);
    return name.endsWith(".json")
        ? Syntax.parseJson(file, new Diagnostics())
        : Syntax.parse(file, new Diagnostics());
  }

  private String decoded(String name, String text, Map<String, Value> variables) {
    return ValueJson.format(
        SCHEMA.decode(body(name, text), NoFunctions.scope(variables), diagnostics));
  }

  private String decoded(String text) {
    return decoded("main.tf", text, Map.of());
  }

  @Test
  void blocksAreTheElementsOfTheAttribute() {
    assertThat(
            decoded(
                """
                ingress {
                  from = 80
                }
                ingress {
                  from = 443
                  name = "tls"
                }
                ports { number = 1 }
                """))
        .isEqualTo(
            "{\"ingress\":[{\"from\":443,\"name\":\"tls\",\"port\":null},"
                + "{\"from\":80,\"name\":null,\"port\":null}],\"ports\":[{\"number\":1}]}");
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void blocksWithinThemMayBeAttributes() {
    assertThat(
            decoded(
                """
                ingress {
                  port { number = 1 }
                  port { number = 2 }
                }
                """))
        .contains("\"port\":[{\"number\":1},{\"number\":2}]");
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void theAttributeItselfIsReadAsWritten() {
    assertThat(decoded("ingress = []\n")).isEqualTo("{\"ingress\":[],\"ports\":null}");
    assertThat(decoded("")).isEqualTo("{\"ingress\":null,\"ports\":null}");
  }

  @Test
  void dynamicBlocksThatGenerateNoneAreAsGoodAsNoBlocks() {
    String text =
        "dynamic \"ports\" {\n  for_each = var.n\n  content {\n number = ports.value\n }\n}";
    Value one = Values.list(Type.NUMBER, List.of(Values.number(BigFloat.of(7L))));
    assertThat(decoded("main.tf", text, Map.of("var", Values.object(Map.of("n", one)))))
        .contains("\"ports\":[{\"number\":7}]");
    Value none = Values.list(Type.NUMBER, List.of());
    assertThat(decoded("main.tf", text, Map.of("var", Values.object(Map.of("n", none)))))
        .contains("\"ports\":null");
  }

  @Test
  void jsonIsReadAsTheAttribute() {
    assertThat(decoded("main.tf.json", "{\"ports\": [{\"number\": 3}]}", Map.of()))
        .contains("\"ports\":[{\"number\":3}]");
  }

  @Test
  void referencesInBlocksAreFound() {
    assertThat(
            SCHEMA.references(
                body("main.tf", "ingress {\n  from = var.a\n  port {\n number = local.b\n }\n}\n")))
        .extracting(Traversal::root)
        .containsExactly("var", "local");
  }

  @Test
  void whatTheObjectsDoNotHaveIsAnError() {
    assertThat(decoded("ingress {\n  colour = 1\n}\n")).contains("\"ingress\"");
    assertThat(diagnostics.list())
        .extracting(Diagnostic::summary)
        .containsExactly("Unsupported argument");
  }

  /** A body that counts how often it is read. */
  private static final class CountedBody implements Body {
    private final Body body;
    private int reads;

    CountedBody(Body body) {
      this.body = body;
    }

    @Override
    public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
      reads++;
      return body.content(schema, diagnostics);
    }

    @Override
    public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
      reads++;
      return body.partialContent(schema, diagnostics);
    }

    @Override
    public Map<String, Body.Attribute> attributes(Diagnostics diagnostics) {
      reads++;
      return body.attributes(diagnostics);
    }

    @Override
    public SourceRange missingItemRange() {
      return body.missingItemRange();
    }
  }

  @Test
  void aSchemaWithoutSuchAttributesIsTakenAsItIs() {
    CountedBody body = new CountedBody(body("main.tf", "a = 1\n"));
    Schema plain = Schema.of(Map.of("a", Attribute.optional(Type.NUMBER)));
    assertThat(AttributeBlocks.written(plain, body)).isSameAs(plain);
    assertThat(body.reads).isZero();
  }

  @Test
  void aBodyIsReadOnceHoweverManySuchAttributesThereAre() {
    CountedBody body = new CountedBody(body("main.tf", "ingress = []\nports = []\n"));
    assertThat(AttributeBlocks.written(SCHEMA, body)).isSameAs(SCHEMA);
    assertThat(body.reads).isEqualTo(1);
  }
}
