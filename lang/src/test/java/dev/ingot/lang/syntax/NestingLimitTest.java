package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.format.Formatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However deep a text nests, the answer is a message. */
class NestingLimitTest {
  private static final int DEEP = 50_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[",
        "{a=",
        "-",
        "!",
        "\"${",
        "x ? ",
        "x ? 1 : ",
        "f(",
        "[for x in ",
        "1 + ",
        "a[x][",
      })
  void expressionsNestToALimit(String opening) {
    Diagnostics diagnostics = new Diagnostics();
    Syntax.parseExpression(new SourceFile("x", opening.repeat(DEEP) + "1"), diagnostics);
    assertThat(diagnostics.list()).extracting(Diagnostic::summary).contains("Nesting too deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[*]", "[x]"})
  void chainsOfStepsHaveALimit(String step) {
    Diagnostics diagnostics = new Diagnostics();
    Syntax.parseExpression(new SourceFile("x", "a" + step.repeat(DEEP)), diagnostics);
    assertThat(diagnostics.list())
        .extracting(Diagnostic::summary)
        .containsExactly("Nesting too deep");
  }

  @Test
  void attributesAndLiteralIndexesMayBeMany() {
    Diagnostics diagnostics = new Diagnostics();
    Syntax.parseExpression(new SourceFile("x", "a" + ".b[0]".repeat(DEEP)), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void blocksAndDirectivesAndJsonNestToALimit() {
    Diagnostics blocks = new Diagnostics();
    Syntax.parse(new SourceFile("x", "a {\n".repeat(DEEP)), blocks);
    Diagnostics directives = new Diagnostics();
    Syntax.parseTemplate(new SourceFile("x", "%{if a}".repeat(DEEP)), directives);
    Diagnostics json = new Diagnostics();
    Syntax.parseJson(new SourceFile("x", "[".repeat(DEEP)), json);
    assertThat(blocks.list().getFirst().summary()).isEqualTo("Nesting too deep");
    assertThat(directives.list().getFirst().summary()).isEqualTo("Nesting too deep");
    assertThat(json.list().getFirst().summary()).isEqualTo("Nesting too deep");
  }

  @Test
  void theHeightOfATreeIsLimitedOverAllItsChains() {
    String text = "(".repeat(150) + "1" + (" + 1".repeat(100) + ")").repeat(150);
    Diagnostics diagnostics = new Diagnostics();
    Syntax.parseExpression(new SourceFile("x", text), diagnostics);
    assertThat(diagnostics.list().getFirst().summary()).isEqualTo("Nesting too deep");
  }

  @Test
  void whatPeopleWriteIsFarFromTheLimit() {
    Diagnostics diagnostics = new Diagnostics();
    String text = "x = " + "(".repeat(150) + "1" + ")".repeat(150) + "\ny = " + "1 + ".repeat(400);
    Syntax.parse(new SourceFile("x", text + "1\n"), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void theFormatterLeavesSuchTextAlone() {
    String text = "a = " + "(".repeat(DEEP);
    assertThat(Formatter.format(text)).isEqualTo(text);
  }
}
