package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSyntaxTest {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(new AttributeSchema("a", false)),
          List.of(new BlockSchema("r", "type", "name"), new BlockSchema("l")));

  private final Diagnostics diagnostics = new Diagnostics();

  private Body parse(String text) {
    return Syntax.parseJson(new SourceFile("main.tf.json", text), diagnostics);
  }

  private BodyContent content(String text) {
    return parse(text).content(SCHEMA, diagnostics);
  }

  private String expression(String json) {
    Body.Attribute attribute = content("{\"a\": " + json + "}").attributes().get("a");
    assertThat(attribute).isNotNull();
    return TreeText.of(attribute.expression());
  }

  private List<String> messages() {
    return diagnostics.list().stream()
        .map(d -> d.subject().orElseThrow() + " " + d.summary())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.50                     | 1.5",
        "true                     | true",
        "null                     | null",
        "\"x\\u00e9\\n\"          | \"xé\\n\"",
        "\"${x}\"                 | (json x)",
        "\"a$${x}\"               | (json (template \"a${x}\"))",
        "[1, [\"b\"]]             | [1 [\"b\"]]",
        "{\"k\": \"v\", \"${x}\": 1} | {\"k\": \"v\", (json x): 1}",
      })
  void valuesAreExpressions(String json, String expected) {
    assertThat(expression(json)).isEqualTo(expected);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void labelsAreNamesOfNestedObjects() {
    BodyContent content =
        content("{\"r\": {\"t\": {\"x\": {\"a\": 1}, \"y\": [{}, {}]}, \"u\": [{\"z\": {}}]}}");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(content.blocks())
        .extracting(block -> String.join(".", block.labels()))
        .containsExactly("t.x", "t.y", "t.y", "u.z");
  }

  @Test
  void blocksMayBeSpreadOverObjectsOfAnArray() {
    BodyContent content = content("[{\"l\": {}}, {\"a\": 1, \"l\": [{}, {}]}]");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(content.blocks()).hasSize(3);
    assertThat(content.attributes()).containsOnlyKeys("a");
  }

  @Test
  void aNullIsNoBlockAndTheCommentPropertyIsNothing() {
    BodyContent content = content("{\"//\": {\"any\": 1}, \"l\": null}");
    assertThat(diagnostics.list()).isEmpty();
    assertThat(content.blocks()).isEmpty();
  }

  @Test
  void whatNoSchemaNamesRemains() {
    Body.PartialContent partial =
        parse("{\"a\": 1, \"b\": 2, \"//\": 3}").partialContent(SCHEMA, diagnostics);
    assertThat(partial.remain().attributes(diagnostics)).containsOnlyKeys("b");
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void anArgumentIsSetOnce() {
    content("{\"a\": 1, \"a\": 2}");
    assertThat(messages()).containsExactly("main.tf.json:1,10-13 Duplicate argument");
    assertThat(diagnostics.list().getFirst().detail())
        .isEqualTo("The argument \"a\" was already set at main.tf.json:1,2-8.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"b\": 1}        | 1,2-5 Extraneous JSON object property",
        "{\"l\": 1}        | 1,7-8 Incorrect JSON value type",
        "{\"r\": {}}       | 1,7-8 Missing block label",
        "{\"r\": 1}        | 1,7-8 Incorrect JSON value type",
        "{\"a\" 1}         | 1,6-7 Missing property value colon",
        "{\"a\" = 1}       | 1,6-7 Missing property value colon",
        "{\"a\"}           | 1,5-6 Missing object value",
        "{a: 1}            | 1,2-3 Invalid object property name",
        "{\"a\": 1,}       | 1,8-9 Trailing comma in object",
        "{\"a\": [1,]}     | 1,9-10 Trailing comma in array",
        "{\"a\": 1 \"b\": 2} | 1,9-12 Missing attribute seperator comma",
        "{\"a\": 1         | 1,1-2 Unclosed object",
        "{\"a\": [1        | 1,7-8 Unclosed object",
        "{\"a\": 1]        | 1,8-9 Mismatched braces",
        "{\"a\": 01}       | 1,7-9 Invalid JSON number",
        "{\"a\": tru}      | 1,7-10 Invalid JSON keyword",
        "{\"a\": \"\\q\"}  | 1,9-10 Invalid JSON string",
        "{} {}             | 1,4-5 Extraneous data after value",
        "[1]               | 1,2-3 Incorrect JSON value type",
        "1                 | 1,1-2 Root value must be object",
      })
  void errorsAreReportedWhereTheyAre(String json, String expected) {
    content(json);
    assertThat(messages()).contains("main.tf.json:" + expected);
  }

  @Test
  void anErrorInOneBlockLeavesTheOthers() {
    BodyContent content = content("{\"r\": {\"t\": {\"x\": {\"a\": 1,}, \"y\": {}}}, \"l\": {}}");
    assertThat(content.blocks()).extracting(Body.Block::type).containsExactly("r", "l");
    assertThat(messages())
        .containsExactly(
            "main.tf.json:1,26-27 Trailing comma in object",
            "main.tf.json:1,19-20 Incorrect JSON value type");
  }

  @Test
  void aTemplateIsCheckedOnlyWhenItIsEvaluated() {
    Body.Attribute attribute = content("{\"a\": \"${\"}").attributes().get("a");
    assertThat(attribute).isNotNull();
    assertThat(diagnostics.list()).isEmpty();
    Expression.JsonTemplate template = (Expression.JsonTemplate) attribute.expression();
    assertThat(template.text()).isEqualTo("${");
    assertThat(template.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.summary()).isEqualTo("Missing expression"));
  }

  @Test
  void placesInsideAStringAreExactBehindEscapes() {
    Body.Attribute attribute = content("{\"a\": \"\\\"\\u00e9${x}\"}").attributes().get("a");
    assertThat(attribute).isNotNull();
    Expression.JsonTemplate json = (Expression.JsonTemplate) attribute.expression();
    Expression.Template template = (Expression.Template) json.template();
    assertThat(template.parts().getLast().range().text()).isEqualTo("x");
  }

  @Test
  void aMissingArgumentIsReportedAtTheClosingBrace() {
    BodySchema required = new BodySchema(List.of(new AttributeSchema("b", true)), List.of());
    parse("{\"a\": 1}").partialContent(required, diagnostics);
    assertThat(messages()).containsExactly("main.tf.json:1,8-9 Missing required argument");
  }
}
