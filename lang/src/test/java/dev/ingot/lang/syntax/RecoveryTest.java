package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final Diagnostics diagnostics = new Diagnostics();

  private NativeBody parse(String text) {
    return Syntax.parseNative(new SourceFile("main.tf", text), diagnostics);
  }

  private List<String> found() {
    return diagnostics.list().stream()
        .map(d -> d.subject().orElseThrow().startPosition().line() + " " + d.summary())
        .toList();
  }

  @Test
  void whatFollowsAnErrorIsNotReportedWhereItMayBeItsConsequence() {
    NativeBody body =
        parse(
            """
            a = 1 +
            b = 2 3
            c = [1, 2
            ]
            d {
              f = )
              g = 1
            }
            "h" = 1
            i "j"
            k = 4
            """);
    assertThat(found()).containsExactly("1 Invalid expression");
    assertThat(body.attributes()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void anErrorInABlockDoesNotHideItsOtherArguments() {
    NativeBody body = parse("a {\n  b = 1 +\n  c = *\n  d = 2\n}\ne = 3\n");
    assertThat(found()).containsExactly("2 Invalid expression");
    assertThat(TreeText.of(body))
        .isEqualTo("e = 3\na []\n  b = 1\n  c = (* invalid invalid)\n  d = 2\n");
  }

  @Test
  void whatFollowsAnUnclosedBracketIsNotReportedAgain() {
    parse("a = (1\nb = 2\nc = 3\n");
    assertThat(found()).containsExactly("2 Unbalanced parentheses");
  }

  @Test
  void anUnclosedBlockIsReportedOnceAtItsBrace() {
    parse("a {\n  b {\n    c = 1\n");
    assertThat(found()).containsExactly("2 Unclosed configuration block");
  }

  @Test
  void aBraceOnTheNextLineIsOneError() {
    NativeBody body = parse("a \"b\"\n{\n  c = 1\n}\nd = +\n");
    assertThat(found()).containsExactly("1 Invalid block definition");
    assertThat(body.blocks()).extracting(Body.Block::type).containsExactly("a");
  }

  @Test
  void aWrongOneLineBlockDoesNotDisturbTheNext() {
    parse("a { b = 1, c = 2 }\nd { e {} }\nf { g = 1 }\n");
    assertThat(found())
        .containsExactly(
            "1 Invalid single-argument block definition", "2 Argument definition required");
  }

  @Test
  void theNumberOfErrorsShownIsLimited() {
    parse("a ) \n".repeat(1000));
    assertThat(diagnostics.list()).hasSize(101);
    assertThat(diagnostics.list().getLast().summary()).isEqualTo("Too many syntax errors");
  }
}
