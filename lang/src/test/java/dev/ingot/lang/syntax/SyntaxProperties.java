package dev.ingot.lang.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.format.Formatter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SyntaxProperties {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "(",
          ")",
          "\"",
          "${",
          "%{",
          "~}",
          "<<EOT\n",
          "\nEOT\n",
          "<<-A\n",
          "\nA\n",
          " = ",
          "==",
          ",",
          ".",
          "...",
          "*",
          "for ",
          " in ",
          " if ",
          "endif",
          "else",
          "endfor",
          "x",
          "y",
          "1",
          "1.2",
          "-",
          "!",
          "?",
          ":",
          "::",
          "=>",
          "\n",
          "\r\n",
          " ",
          "\t",
          "\\",
          "\\n",
          "\\u00e9",
          "$",
          "%",
          "#",
          "//",
          "/*",
          "*/",
          "'",
          "`",
          ";",
          "&",
          "é",
          "\0",
          "\uFEFF",
          "null",
          "true",
          "\ud83d",
          "\"a\"",
          "a = ",
          "b {\n",
          "}\n",
          "type",
          "variable ");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Property(tries = 2000)
  void everyTextIsReadToItsEnd(@ForAll("texts") String text) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("x", text);
    Syntax.parse(file, diagnostics);
    Syntax.parseJson(file, diagnostics);
    Syntax.parseExpression(file, diagnostics);
    Syntax.parseTemplate(file, diagnostics);
    Syntax.parseTraversal(file, diagnostics);
    DiagnosticFormat format =
        new DiagnosticFormat(new DiagnosticFormat.Style(true, true, 40), new EnclosingBlocks());
    for (Diagnostic diagnostic : diagnostics.list()) {
      SourceRange subject = diagnostic.subject().orElseThrow();
      assertThat(subject.end()).isLessThanOrEqualTo(text.length());
      assertThat(format.text(diagnostic)).contains(diagnostic.summary());
    }
  }

  @Property(tries = 2000)
  void tokensAndSpacesAreTheWholeText(@ForAll("texts") String text) {
    Tokens tokens = Scanner.scan(new SourceFile("x", text), new Diagnostics());
    int at = 0;
    for (int i = 0; i < tokens.count(); i++) {
      assertThat(text.substring(at, tokens.start(i)).replace("\uFEFF", "")).isBlank();
      at = tokens.end(i);
    }
    assertThat(at).isEqualTo(text.length());
  }

  @Property(tries = 2000)
  void formattingIsIdempotentAndKeepsTheMeaning(@ForAll("texts") String text) {
    Diagnostics diagnostics = new Diagnostics();
    NativeBody before = Syntax.parseNative(new SourceFile("x", text), diagnostics);
    String once = Formatter.format(text);
    assertThat(Formatter.format(once)).isEqualTo(once);
    if (!diagnostics.hasErrors()) {
      NativeBody after = Syntax.parseNative(new SourceFile("x", once), diagnostics);
      assertThat(diagnostics.list()).isEmpty();
      assertThat(TreeText.of(after)).isEqualTo(TreeText.of(before));
    }
  }

  /** Random pieces are seldom right; this grammar makes texts that are. */
  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> leaf =
        Arbitraries.of(
            "1",
            "a.b",
            "x[0]",
            "\"t\"",
            "null",
            "-1.5",
            "a.*.b",
            "a[*].b",
            "\"${a}\"",
            "\"a${b}c\"",
            "<<EOT\n  a\n b ${ c }\nEOT\n",
            "<<-EOT\n    a\n  b\n  EOT\n",
            "[]",
            "{}",
            "\"${\n a\n}\"");
    Arbitrary<String> expression =
        Arbitraries.lazyOf(
            () -> leaf,
            () -> leaf,
            () -> pair().map(p -> "[" + inline(p.get(0)) + "," + inline(p.get(1)) + "]"),
            () -> pair().map(p -> "{a=" + inline(p.get(0)) + ",(b)  =" + inline(p.get(1)) + "}"),
            () -> pair().map(p -> "{\n a=" + p.get(0) + "\n\"bcd\" :" + p.get(1) + "\n# c\n}"),
            () -> pair().map(p -> "f( " + inline(p.get(0)) + " ,\n" + inline(p.get(1)) + ")"),
            () -> pair().map(p -> inline(p.get(0)) + "*- " + inline(p.get(1))),
            () -> pair().map(p -> "!x?" + inline(p.get(0)) + ":" + inline(p.get(1))),
            () ->
                pair().map(p -> "[for k,v in " + inline(p.get(0)) + ":\n" + inline(p.get(1)) + "]"),
            () ->
                pair()
                    .map(p -> "\"%{ if x ~} a %{else}" + "${" + inline(p.get(0)) + "}%{ endif }\""),
            () -> pair().map(p -> "\"${ f(" + inline(p.get(0)) + ") }\""),
            () -> pair().map(p -> "(" + inline(p.get(0)) + "\n==\n" + inline(p.get(1)) + ")"));
    Arbitrary<String> item =
        Arbitraries.oneOf(
            expression.map(value -> "  name =" + line(value)),
            expression.map(value -> "n=" + line(value).stripTrailing() + "\n"),
            expression.map(value -> "block label \"x\" {\n# comment\n  n =" + line(value) + "}\n"),
            Arbitraries.of("\n", "# c\n", "variable \"v\" {\n type = \"list\"\n}\n", "b {}\n"),
            Arbitraries.of("a = 1 // c\n", "b { c = 1 } # d\n", "/* x\ny */\n", "v = a /* c */\n"));
    return item.list().ofMaxSize(8).map(SyntaxProperties::numbered);
  }

  private static Arbitrary<List<String>> pair() {
    return Arbitraries.of("1", "a.b[0]", "\"s\"", "g(1)", "[1,2]", "{x=1}", "-a", "(a)", "a[*].b")
        .list()
        .ofSize(2);
  }

  private static String inline(String value) {
    return value;
  }

  private static String line(String value) {
    return value.endsWith("\n") ? value : value + "\n";
  }

  /** Makes the names of the arguments at the top differ. */
  private static String numbered(List<String> items) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i);
      boolean argument =
          item.startsWith("  name")
              || item.startsWith("n=")
              || item.startsWith("a =")
              || item.startsWith("v =");
      out.append(argument ? item.replaceFirst("[a-z]+", "n" + "m".repeat(i)) : item);
    }
    return out.toString();
  }

  @Property(tries = 1000)
  void formattingKeepsTheMeaningOfCorrectText(@ForAll("bodies") String text) {
    Diagnostics diagnostics = new Diagnostics();
    NativeBody before = Syntax.parseNative(new SourceFile("x", text), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    String once = Formatter.format(text);
    NativeBody after = Syntax.parseNative(new SourceFile("x", once), diagnostics);
    assertThat(diagnostics.list()).isEmpty();
    assertThat(TreeText.of(after)).isEqualTo(TreeText.of(before));
    assertThat(Formatter.format(once)).isEqualTo(once);
  }
}
