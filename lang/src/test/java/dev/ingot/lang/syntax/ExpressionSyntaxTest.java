package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionSyntaxTest {
  private static String tree(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Expression expression = Syntax.parseExpression(new SourceFile("test", text), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    return TreeText.of(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3              ; (+ 1 (* 2 3))",
        "1 - 2 - 3              ; (- (- 1 2) 3)",
        "a || b && c == d       ; (|| a (&& b (== c d)))",
        "a < b == c > d         ; (== (< a b) (> c d))",
        "-a + b                 ; (+ (neg a) b)",
        "!a.b                   ; (not a.b)",
        "--1                    ; (neg (neg 1))",
        "a % b / c              ; (/ (% a b) c)",
        "(1 + 2) * 3            ; (* (+ 1 2) 3)",
        "a ? b : c ? d : e      ; (if a b (if c d e))",
        "a ? b ? c : d : e      ; (if a (if b c d) e)",
        "a == b ? 1 : 2         ; (if (== a b) 1 2)",
      })
  void operatorsBindAsTheirPrecedenceSays(String text, String expected) {
    assertThat(tree(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.b.c                  | a.b.c",
        "a[0].b[\"k\"]          | a[0].b[\"k\"]",
        "a[b]                   | a[b]",
        "a[-1]                  | a[(neg 1)]",
        "a[\"x${y}\"]           | a[(template \"x\" y)]",
        "a.0.b                  | a[0].b",
        "a.*.b.c                | (splat a @.b.c)",
        "a.*.0                  | (splat a @[0])",
        "a.*.b[0]               | (splat a @.b)[0]",
        "a[*].b[0].c            | (splat a @.b[0].c)",
        "a[*][*]                | (splat a (splat @ @))",
        "[1][0]                 | [1][0]",
        "f(x).y                 | (call f x).y",
        "a[b].c[d].e            | a[b].c[d].e",
        "(a).b                  | a.b",
        "a [0] . b              | a[0].b",
      })
  void stepsFollowTerms(String text, String expected) {
    assertThat(tree(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f()                    | (call f)",
        "f(a, b,)               | (call f a b)",
        "f(a...)                | (call f a...)",
        "p::q::f(1)             | (call p::q::f 1)",
        "[]                     | []",
        "[1, 2,]                | [1 2]",
        "{}                     | {}",
        "{a = 1, \"b\" : 2}     | {a: 1, (template \"b\"): 2}",
        "{(a) = 1}              | {(a): 1}",
        "{a.b = 1}              | {a.b: 1}",
        "{1 + 1 = 2}            | {(+ 1 1): 2}",
        "[for x in y : x]       | (for x in y: x)",
        "[for k, v in y : k if v] | (for k, v in y: k if v)",
        "{for k, v in y : k => v...} | (for k, v in y: k => v...)",
      })
  void callsAndCollectionsAreRead(String text, String expected) {
    assertThat(tree(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"true | true", "null | null", "007 | 7", "1.5e3 | 1500", "a-b | a-b", "π | π"})
  void literalsAndNamesAreRead(String text, String expected) {
    assertThat(tree(text)).isEqualTo(expected);
  }

  @Test
  void lineEndsDoNotCountInBracketsExceptInObjects() {
    assertThat(tree("[\n1\n,\n2\n]")).isEqualTo("[1 2]");
    assertThat(tree("f(\n1,\n2\n)")).isEqualTo("(call f 1 2)");
    assertThat(tree("{\na = 1\nb = [\n2\n]\n}")).isEqualTo("{a: 1, b: [2]}");
    assertThat(tree("{for x in [1] :\nx\n=>\nx}")).isEqualTo("(for x in [1]: x => x)");
  }

  @Test
  void commentsAreSpaces() {
    assertThat(tree("1 /* one */ + # plus\n 2 // two")).isEqualTo("(+ 1 2)");
    assertThat(tree("{ a = 1 # one\n b = 2 }")).isEqualTo("{a: 1, b: 2}");
  }

  @Test
  void rangesCoverWhatIsWritten() {
    SourceFile file = new SourceFile("test", "f(a.b[0], \"x\") + 1");
    Expression expression = Syntax.parseExpression(file, new Diagnostics());
    assertThat(expression.range().text()).isEqualTo(file.text());
    Expression.Binary sum = (Expression.Binary) expression;
    Expression.FunctionCall call = (Expression.FunctionCall) sum.left();
    assertThat(call.range().text()).isEqualTo("f(a.b[0], \"x\")");
    assertThat(call.openParenthesis().text()).isEqualTo("(");
    assertThat(call.closeParenthesis().text()).isEqualTo(")");
    Expression.ScopeTraversal first = (Expression.ScopeTraversal) call.arguments().getFirst();
    assertThat(first.range().text()).isEqualTo("a.b[0]");
    assertThat(first.traversal().steps().getLast().range().text()).isEqualTo("[0]");
  }

  @Test
  void numbersBeyondLongKeepTheirDigits() {
    assertThat(tree("123456789012345678901234567890")).isEqualTo("123456789012345678901234567890");
  }

  @Test
  void aByteOrderMarkAtTheStartIsNoCharacter() {
    assertThat(tree("\uFEFF1")).isEqualTo("1");
  }
}
