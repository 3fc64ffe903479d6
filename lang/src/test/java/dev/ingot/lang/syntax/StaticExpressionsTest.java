package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaticExpressionsTest {
  private static Expression written(String text) {
    return Syntax.parseExpression(new SourceFile("main.tf", text), new Diagnostics());
  }

  private static Expression json(String text) {
    Body body =
        Syntax.parseJson(
            new SourceFile("main.tf.json", "{\"a\": " + text + "}"), new Diagnostics());
    BodySchema schema = new BodySchema(List.of(new AttributeSchema("a", true)), List.of());
    return List.copyOf(body.content(schema, new Diagnostics()).attributes().values())
        .getFirst()
        .expression();
  }

  private static Optional<String> traversal(Expression expression) {
    return StaticExpressions.asTraversal(expression)
        .map(found -> TreeText.of(new Expression.ScopeTraversal(found, found.range())));
  }

  @Test
  void referencesAreReadInBothSyntaxes() {
    assertThat(traversal(written("a.b[0].c"))).contains("a.b[0].c");
    assertThat(traversal(json("\"a.b[0].c\""))).contains("a.b[0].c");
    assertThat(traversal(json("\"a[\\\"k\\\"]\""))).contains("a[\"k\"]");
  }

  @Test
  void whatIsComputedIsNoReference() {
    assertThat(traversal(written("a[b]"))).isEmpty();
    assertThat(traversal(written("a + b"))).isEmpty();
    assertThat(traversal(json("\"${a.b}\""))).isEmpty();
    assertThat(traversal(json("\"not a reference\""))).isEmpty();
  }

  @Test
  void columnsOfAReferenceInJsonCountFromTheQuotationMark() {
    Traversal traversal = StaticExpressions.asTraversal(json("\"a.b\"")).orElseThrow();
    assertThat(traversal.text()).isEqualTo("a.b");
    assertThat(traversal.range().text()).isEqualTo("\"a.");
    assertThat(traversal.steps().getFirst().range().text()).isEqualTo("a.");
  }

  @Test
  void wordsThatAreLiteralsAreKeywordsToo() {
    assertThat(StaticExpressions.asKeyword(written("all"))).contains("all");
    assertThat(StaticExpressions.asKeyword(written("null"))).contains("null");
    assertThat(StaticExpressions.asKeyword(json("\"all\""))).contains("all");
    assertThat(StaticExpressions.asKeyword(written("a.b"))).isEmpty();
    assertThat(StaticExpressions.asKeyword(written("\"all\""))).isEmpty();
  }

  @Test
  void callsAreReadInBothSyntaxes() {
    assertThat(StaticExpressions.asCall(written("list(string)")).map(TreeText::of))
        .contains("(call list string)");
    assertThat(StaticExpressions.asCall(json("\"object({a=optional(string)})\"")).map(TreeText::of))
        .contains("(call object {a: (call optional string)})");
    assertThat(StaticExpressions.asCall(json("\"list(\""))).isEmpty();
  }

  @Test
  void listsAndPairsAreReadInBothSyntaxes() {
    assertThat(StaticExpressions.asList(written("[a, b]")))
        .hasValueSatisfying(list -> assertThat(list).hasSize(2));
    assertThat(StaticExpressions.asList(json("[1, 2]")))
        .hasValueSatisfying(list -> assertThat(list).hasSize(2));
    assertThat(StaticExpressions.asPairs(written("{a = b}")))
        .hasValueSatisfying(pairs -> assertThat(pairs).hasSize(1));
    assertThat(StaticExpressions.asPairs(json("{\"a\": 1}")))
        .hasValueSatisfying(pairs -> assertThat(pairs).hasSize(1));
    assertThat(StaticExpressions.asList(written("f(a)"))).isEmpty();
  }

  @Test
  void textWithoutSequencesIsText() {
    assertThat(StaticExpressions.asText(written("\"a\""))).contains("a");
    assertThat(StaticExpressions.asText(written("\"a${b}\""))).isEmpty();
    assertThat(StaticExpressions.asText(json("\"a${b}\""))).contains("a${b}");
    assertThat(StaticExpressions.asText(written("1"))).isEmpty();
  }

  @Test
  void aReferenceMayStandInQuotesInOldConfigurations() {
    Diagnostics diagnostics = new Diagnostics();
    Traversal traversal =
        StaticExpressions.asQuotedTraversal(written("\"a.b\""), diagnostics).orElseThrow();
    assertThat(traversal.range().text()).isEqualTo("a.b");
    assertThat(StaticExpressions.asQuotedTraversal(written("\"a b\""), diagnostics)).isEmpty();
    assertThat(diagnostics.list().getFirst().subject().orElseThrow().text()).isEqualTo("b");
  }

  @Test
  void anAddressIsAReferenceWithLiteralSteps() {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Syntax.parseTraversal(new SourceFile("", "module.m[\"k\"].a.b[0]"), diagnostics))
        .hasValueSatisfying(found -> assertThat(found.steps()).hasSize(5));
    assertThat(diagnostics.list()).isEmpty();
    for (String wrong : List.of("a.*", "a[*]", "a.", "a[", "a[b]", "1", "a b", "a[0", "a[\"k")) {
      Diagnostics found = new Diagnostics();
      assertThat(Syntax.parseTraversal(new SourceFile("", wrong), found)).as(wrong).isEmpty();
      assertThat(found.hasErrors()).as(wrong).isTrue();
    }
  }
}
