package dev.ingot.lang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic.CalledFunction;
import dev.ingot.lang.Diagnostic.NamedValue;
import dev.ingot.lang.syntax.EnclosingBlocks;
import dev.ingot.lang.value.Type;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class DiagnosticFormatTest {
  private static final SourceFile FILE =
      new SourceFile("main.tf", "resource \"t\" \"a\" {\n  count = var.é + 1\n}\n");
  private static final Diagnostic ERROR =
      Diagnostic.error("Wrong operand", "It must be a number.", FILE.range(29, 34));

  private static String plain(Diagnostic diagnostic) {
    return new DiagnosticFormat(DiagnosticFormat.Style.PLAIN, new EnclosingBlocks())
        .text(diagnostic);
  }

  private static String json(Diagnostic diagnostic) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      DiagnosticJson.write(json, diagnostic, new EnclosingBlocks());
    }
    return out.toString();
  }

  @Test
  void plainTextHasTheLineAndTheBlockAroundIt() {
    assertThat(plain(ERROR))
        .isEqualTo(
            """

            Error: Wrong operand

              on main.tf line 2, in resource "t" "a":
               2:   count = var.é + 1

            It must be a number.
            """);
  }

  @Test
  void nothingInADiagnosticControlsTheTerminal() {
    String hostile = "a\u001b[2Jb\r\u0007c\u007f\u009b31m\td\r\ne";
    SourceFile file = new SourceFile(hostile + ".tf", "x = \"" + hostile + "\"\n");
    Diagnostic diagnostic =
        Diagnostic.error(hostile, hostile, file.range(0, 1))
            .with(List.of(new NamedValue(hostile, hostile)));
    String escaped = "a\u241b[2Jb\u240d\u2407c\u2421\ufffd31m\td\r\ne";
    assertThat(plain(diagnostic)).contains(escaped).doesNotContain("\u001b", "\u0007", "\u009b");
    String colored =
        new DiagnosticFormat(DiagnosticFormat.Style.COLOR, new EnclosingBlocks()).text(diagnostic);
    assertThat(colored.replaceAll("\u001b\\[[0-9]*m", "")).doesNotContain("\u001b", "\r\u0007");
  }

  @Test
  void caretsPointAtThePlace() {
    String text =
        new DiagnosticFormat(new DiagnosticFormat.Style(false, true, 78), new EnclosingBlocks())
            .text(ERROR);
    assertThat(text).contains("\n                ^^^^^\n");
  }

  @Test
  void ofALongLineOnlyWhatIsAroundThePlaceIsShown() {
    SourceFile file = new SourceFile("main.tf.json", "a".repeat(5_000) + "é!" + "b".repeat(5_000));
    Diagnostic problem = Diagnostic.error("Wrong", "It is.", file.range(5_001, 5_002));
    String text =
        new DiagnosticFormat(new DiagnosticFormat.Style(false, true, 78), new EnclosingBlocks())
            .text(problem);
    assertThat(text)
        .contains("   1: …" + "a".repeat(299) + "é!" + "b".repeat(3_699) + "…\n")
        .contains("\n" + " ".repeat(6 + 1 + 300) + "^\n");
    assertThat(json(problem)).contains("\"highlight_start_offset\":304").hasSizeLessThan(4_500);
  }

  @Test
  void ofAPlaceOfManyLinesTheFirstAreShown() {
    SourceFile file = new SourceFile("main.tf", "a = [\n" + "  1,\n".repeat(5_000) + "]\n");
    String text = plain(Diagnostic.error("Wrong", "It is.", file.range(4, file.text().length())));
    assertThat(text).contains("\n   1: a = [\n", "\n  40:   1,\n").doesNotContain("  41:");
  }

  @Test
  void aWideConstructAroundThePlaceIsLeftOut() {
    SourceFile file = new SourceFile("main.tf", "a = [\n" + "  1,\n".repeat(5_000) + "]\n");
    Diagnostic problem = Diagnostic.error("Wrong", "It is.", file.range(8, 9));
    assertThat(plain(problem.in(file.range(0, file.text().length()))))
        .contains("\n   2:   1,\n")
        .doesNotContain("   1:", "   3:");
  }

  @Test
  void colourHasARuleAndUnderlinesThePlace() {
    SourceFile file = new SourceFile("main.tf", "locals {\n  a = 1; b = 2\n}\n");
    String text =
        new DiagnosticFormat(DiagnosticFormat.Style.COLOR, new EnclosingBlocks())
            .text(
                Diagnostic.error(
                    "Missing newline after argument",
                    "An argument definition must end with a newline.",
                    file.range(16, 17)));
    assertThat(text.replace('\u001b', '^'))
        .isEqualTo(
            """
            ^[31m╷^[0m^[0m
            ^[31m│^[0m ^[0m^[1m^[31mError: ^[0m^[0m^[1mMissing newline after argument^[0m
            ^[31m│^[0m ^[0m
            ^[31m│^[0m ^[0m^[0m  on main.tf line 2, in locals:
            ^[31m│^[0m ^[0m   2:   a = 1^[4m;^[0m b = 2^[0m
            ^[31m│^[0m ^[0m
            ^[31m│^[0m ^[0mAn argument definition must end with a newline.
            ^[31m╵^[0m^[0m
            """);
  }

  @Test
  void instanceFunctionAndValuesAreNamed() {
    CalledFunction function =
        new CalledFunction(
            "max",
            "max",
            List.of(new CalledFunction.Parameter("first", Type.NUMBER)),
            Optional.of(new CalledFunction.Parameter("more", Type.NUMBER)),
            Type.NUMBER);
    Diagnostic diagnostic =
        ERROR.about("t.a[0]").calling(function).with(List.of(new NamedValue("var.é", "is \"x\"")));
    assertThat(plain(diagnostic))
        .isEqualTo(
            """

            Error: Wrong operand

              with t.a[0],
              on main.tf line 2, in resource "t" "a":
               2:   count = var.é + 1
                ├────────────────
                │ while calling max(first, more...)
                │ var.é is "x"

            It must be a number.
            """);
    assertThat(json(diagnostic))
        .contains("\"address\":\"t.a[0]\"")
        .contains("\"values\":[{\"traversal\":\"var.é\",\"statement\":\"is \\\"x\\\"\"}]")
        .contains(
            "\"function_call\":{\"called_as\":\"max\",\"signature\":{\"name\":\"max\",\"params\":"
                + "[{\"name\":\"first\",\"type\":\"number\"}],\"variadic_param\":{\"name\":"
                + "\"more\",\"type\":\"number\"},\"return_type\":\"number\"}}");
  }

  @Test
  void jsonHasPositionsInColumnsAndBytes() {
    assertThat(json(ERROR))
        .isEqualTo(
            "{\"severity\":\"error\",\"summary\":\"Wrong operand\",\"detail\":\"It must be a"
                + " number.\",\"range\":{\"filename\":\"main.tf\",\"start\":{\"line\":2,\"column\":11,"
                + "\"byte\":29},\"end\":{\"line\":2,\"column\":16,\"byte\":35}},\"snippet\":{\"context\":\"resource"
                + " \\\"t\\\" \\\"a\\\"\",\"code\":\"  count = var.é + 1\","
                + "\"start_line\":2,\"highlight_start_offset\":10,\"highlight_end_offset\":16,"
                + "\"values\":[]}}");
  }

  @Test
  void anEmptyPlaceIsShownOneColumnWide() {
    Diagnostic end =
        Diagnostic.error("End", "", FILE.range(FILE.text().length(), FILE.text().length()));
    assertThat(json(end))
        .contains("\"start\":{\"line\":4,\"column\":1,\"byte\":42}")
        .contains("\"end\":{\"line\":4,\"column\":2,\"byte\":43}");
    assertThat(plain(end)).contains("  on main.tf line 4:\n   4: \n");
  }

  @Test
  void theConstructAroundThePlaceIsShownToo() {
    SourceFile file = new SourceFile("main.tf", "x = [\n  1\n  2\n]\n");
    Diagnostic diagnostic =
        Diagnostic.error("Missing item separator", "", file.range(12, 13)).in(file.range(4, 13));
    assertThat(plain(diagnostic))
        .contains("  on main.tf line 3:\n   1: x = [\n   2:   1\n   3:   2\n\n");
  }

  @Test
  void aPlaceInJsonIsInThePathOfObjects() {
    SourceFile file = new SourceFile("main.tf.json", "{\"a\": [{\"b\": {\"c\": 1}}]}");
    assertThat(plain(Diagnostic.error("Wrong", "", file.range(20, 21))))
        .contains("  on main.tf.json line 1, in a[0].b:\n");
  }

  @Test
  void whatWasTypedIsNotShownExceptWithCarets() {
    SourceFile file = SourceFile.unlisted("<console-input>", "1 +");
    Diagnostic diagnostic = Diagnostic.error("Wrong", "", file.range(2, 3));
    assertThat(plain(diagnostic))
        .isEqualTo(
            "\nError: Wrong\n\n  on <console-input> line 1:\n  (source code not available)\n\n");
    assertThat(json(diagnostic)).doesNotContain("snippet");
    assertThat(
            new DiagnosticFormat(new DiagnosticFormat.Style(false, true, 78), new EnclosingBlocks())
                .text(diagnostic))
        .contains("   1: 1 +\n        ^\n");
  }

  @Test
  void aWarningWithoutAPlaceIsJustText() {
    assertThat(plain(Diagnostic.warning("Careful", "Really.")))
        .isEqualTo("\nWarning: Careful\n\nReally.\n");
    assertThat(json(Diagnostic.warning("Careful", "")))
        .isEqualTo("{\"severity\":\"warning\",\"summary\":\"Careful\",\"detail\":\"\"}");
  }

  @Test
  void detailsAreWrappedBetweenWordsButNotIndentedLines() {
    String detail = "word ".repeat(20).trim() + "\n  " + "code ".repeat(20).trim();
    String[] lines = plain(Diagnostic.error("Long", detail)).split("\n");
    assertThat(lines[3]).hasSizeLessThan(78).endsWith("word");
    assertThat(lines[4]).startsWith("word");
    assertThat(lines[5]).hasSize(101);
  }

  @Test
  void aWordLongerThanTheLineIsNotBroken() {
    assertThat(WordWrap.paragraphs("a " + "b".repeat(30) + " c", 10))
        .isEqualTo("a\n" + "b".repeat(30) + "\nc");
  }
}
