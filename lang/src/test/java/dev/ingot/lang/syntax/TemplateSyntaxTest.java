package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateSyntaxTest {
  private static String tree(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Expression expression = Syntax.parseExpression(new SourceFile("test", text), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    return TreeText.of(expression);
  }

  /** The value of an attribute, since a heredoc needs the line end after it. */
  private static String heredoc(String text) {
    Diagnostics diagnostics = new Diagnostics();
    NativeBody body = Syntax.parseNative(new SourceFile("test", "x = " + text + "\n"), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    Body.Attribute attribute = body.attributes().get("x");
    assertThat(attribute).isNotNull();
    return TreeText.of(attribute.expression());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"\"                       | (template \"\")",
        "\"a\"                      | (template \"a\")",
        "\"a\\tb\\u00e9\\U0001f600\"| (template \"a\\tbé😀\")",
        "\"$${a} %%{b}\"            | (template \"${a} %{b}\")",
        "\"$$\"                     | (template \"$$\")",
        "\"$$${a}\"                 | (template \"$${a}\")",
        "\"%${a}\"                  | (template \"%\" a)",
        "\"${a}\"                   | a",
        "\"${a}${b}\"               | (template a b)",
        "\"x${\"y${z}\"}\"          | (template \"x\" (template \"y\" z))",
        "\"${{a = 1}}\"             | {a: 1}",
        "\"a ${~ b ~} c\"           | (template \"a\" b \"c\")",
        "\"%{ if a }b%{ endif }\"   | (template (if a (template \"b\") (template \"\")))",
        "\"%{ if a }b%{ else }c%{ endif }\" | (template (if a (template \"b\") (template \"c\")))",
        "\"%{ for x in y }${x},%{ endfor }\"| (template (join (for x in y: (template x \",\"))))",
        "\"%{ for k, v in y ~} a %{~ endfor }\" | (template (join (for k, v in y: (template"
            + " \"a\"))))",
      })
  void quotedTemplatesAreRead(String text, String expected) {
    assertThat(tree(text)).isEqualTo(expected);
  }

  @Test
  void aHeredocEndsAtItsMarkerAloneOnALine() {
    assertThat(heredoc("<<EOT\na\n EOTX\nEOT")).isEqualTo("(template \"a\\n EOTX\\n\")");
    assertThat(heredoc("<<EOT\na\n  EOT")).isEqualTo("(template \"a\\n\")");
    assertThat(heredoc("<<EOT\nEOT")).isEqualTo("(template \"\")");
  }

  @Test
  void aMarkerAfterAnInterpolationIsText() {
    assertThat(heredoc("<<EOT\n${a}EOT\nEOT")).isEqualTo("(template a \"EOT\\n\")");
  }

  @Test
  void escapesOfQuotedStringsMeanNothingInAHeredoc() {
    assertThat(heredoc("<<EOT\na\\n\"b\"\nEOT")).isEqualTo("(template \"a\\\\n\\\"b\\\"\\n\")");
  }

  @Test
  void anIndentedHeredocLosesTheSpacesAllLinesShare() {
    assertThat(heredoc("<<-EOT\n    a\n  b\n   c\n  EOT"))
        .isEqualTo("(template \"  a\\nb\\n c\\n\")");
  }

  @Test
  void linesOfSpacesDoNotCountAndStay() {
    assertThat(heredoc("<<-EOT\n  a\n\n \n  b\n  EOT")).isEqualTo("(template \"a\\n\\n \\nb\\n\")");
  }

  @Test
  void whatAnInterpolationGivesDoesNotCountForIndentation() {
    assertThat(heredoc("<<-EOT\n    ${a}\n  ${b}\n  EOT"))
        .isEqualTo("(template \"  \" a \"\\n\" b \"\\n\")");
  }

  @Test
  void carriageReturnsStayInAHeredoc() {
    assertThat(heredoc("<<-EOT\r\n  a\r\n  b\r\n  EOT")).isEqualTo("(template \"a\\r\\nb\\r\\n\")");
  }

  @Test
  void aTrimMarkerTakesSpacesUpToTheNextLineOfAHeredoc() {
    assertThat(heredoc("<<EOT\n${a ~}\n\n  b\nEOT")).isEqualTo("(template a \"\\n  b\\n\")");
  }

  @Test
  void aHeredocMayStandInAnother() {
    assertThat(heredoc("<<EOT\n${<<IN\nx\nIN\n}\nEOT"))
        .isEqualTo("(template (template \"x\\n\") \"\\n\")");
  }

  @Test
  void aTemplateFileIsReadWhole() {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file =
        new SourceFile("t.tftpl", "a\n%{ for x in y ~}\n${x}\n%{ endfor ~}\nz \"q\"\\n");
    Expression template = Syntax.parseTemplate(file, diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    assertThat(TreeText.of(template))
        .isEqualTo(
            "(template \"a\\n"
                + "\" (join (for x in y: (template \"\" x \"\\n"
                + "\"))) \"z \\\"q\\\"\\\\n"
                + "\")");
  }

  @Test
  void anEmptyTemplateFileIsAnEmptyText() {
    assertThat(TreeText.of(Syntax.parseTemplate(new SourceFile("t", ""), new Diagnostics())))
        .isEqualTo("(template \"\")");
  }

  @Test
  void stringsAreNormalized() {
    assertThat(tree("\"e\u0301\"")).isEqualTo("(template \"\u00e9\")");
  }
}
