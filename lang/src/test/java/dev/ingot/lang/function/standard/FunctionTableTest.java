package dev.ingot.lang.function.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionTableTest {
  @TempDir Path folder = Path.of("");

  private String evaluate(String text, Map<String, Value> variables) {
    Diagnostics problems = new Diagnostics();
    Scope scope =
        new MapScope(
            variables,
            FunctionTable.standard(),
            new Scope.Environment(
                folder, Path.of("/home/somebody"), Clock.systemUTC(), new Random(1), false));
    Value value =
        Evaluator.evaluate(
            Syntax.parseExpression(new SourceFile("test", text), problems), scope, problems);
    return problems.hasErrors()
        ? problems.list().stream().map(Diagnostic::detail).collect(Collectors.joining("; "))
        : ConsoleText.of(value);
  }

  private String evaluate(String text) {
    return evaluate(text, Map.of());
  }

  @Test
  void everyNameHasAFunctionAlsoInItsNamespace() {
    FunctionTable table = FunctionTable.standard();
    assertThat(table.names()).hasSizeGreaterThanOrEqualTo(121).isSorted();
    for (String name : table.names()) {
      assertThat(table.find(name)).as(name).isPresent();
      assertThat(table.find("core::" + name)).as(name).isEqualTo(table.find(name));
    }
    assertThat(table.find("nope")).isEmpty();
    assertThat(table.without("plantimestamp").find("plantimestamp")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "base64gunzip(base64gzip(\"hello\")) ~ \"hello\"",
        "cidrcontains(\"10.0.0.0/8\", \"10.2.3.4\") ~ true",
        "cidrcontains(\"10.0.0.0/8\", \"10.0.0.0/7\") ~ false",
        "cidrcontains(\"fd00::/8\", \"fd01::/16\") ~ true",
        "urldecode(\"a%20b+c%C3%A9\") ~ \"a b cé\"",
        "format(\"%08.3f|%+e|%#x|%x\", 3.14159, 1234.5, 255, -255) ~"
            + " \"0003.142|+1.234500e+03|0xff|-ff\"",
        "yamldecode(yamlencode({a = [1, {b = \"x\\ny\"}]})).a[1].b == \"x\\ny\" ~ true",
        "yamldecode(\"a: &x {k: 1}\\nb: {<<: *x, j: 2}\").b.k ~ 1",
        "formatlist(\"a\", \"b\") ~ Call to function \"formatlist\" failed: error on format"
            + " iteration 0: too many arguments; no verbs in format string.",
        "cidrhost(\"x\", 1.5) ~ Call to function \"cidrhost\" failed: value must be a whole"
            + " number.",
        "parseint(\"5\", 1.5) ~ Invalid value for \"base\" parameter: value must be a whole number,"
            + " between -9223372036854775808 and 9223372036854775807.",
        "filesha1(\".\") ~ Call to function \"filesha1\" failed: read .: is a directory.",
        "jsondecode(\"[1, 2\") ~ Call to function \"jsondecode\" failed: unexpected EOF.",
      })
  void functionsBeyondTheRecordedCasesGiveWhatTheyAreFor(String expression, String expected) {
    assertThat(evaluate(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "format(\"%999999999d\", 1)",
        "join(\"\", [for i in range(100) : format(\"%1048576d\", i)])",
        "indent(100000000, \"a\\nb\")",
        "setproduct([for i in range(5) : range(1000)]...)",
        "yamldecode(join(\"\\n\", concat([\"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\"], "
            + "[for i in range(1, 9) : \"a${i}: &a${i} [${join(\",\", [for j in range(10) : "
            + "\"*a${i - 1}\"])}]\"])))",
        "replace(replace(replace(join(\"\", [for i in range(1000) : \"aaaaaaaaaa\"]), \"\", "
            + "join(\"\", [for i in range(1000) : \"b\"])), \"\", join(\"\", [for i in range(1000) "
            + ": \"c\"])), \"x\", \"y\")",
      })
  void aSmallTextCannotAskForAllOfTheMemory(String expression) {
    assertThat(evaluate(expression)).contains("limit").hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "(x{1,100}){1,11} ~ invalid repeat count in {1,11}",
        "(x{2}){501} ~ invalid repeat count in {501}",
        "((x{10}){10}){11} ~ invalid repeat count in {11}",
        "(x{0,1000}){0,2} ~ invalid repeat count in {0,2}",
        "(x{2,}){501} ~ invalid repeat count in {501}",
        "x{1001} ~ invalid repeat count in {1001}",
      })
  void repetitionsInsideOfRepetitionsAreCountedTogether(String pattern, String problem) {
    assertThat(evaluate("regex(\"" + pattern + "\", \"x\")")).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(x*){1000}",
        "(x{0,1000}){1}",
        "(x{0,2}|y{0,500}){2}",
        "x{,1001}|x",
        "(x{2)|x",
        "\\\\Q(x{1001}){9}\\\\E|x",
        "[(]|[{1001}]|x",
        "(x{1000}){0}",
      })
  void repetitionsBelowTheLimitAreFine(String pattern) {
    assertThat(evaluate("can(regex(\"" + pattern + "\", \"x\"))")).isEqualTo("true");
  }

  @Test
  void aPatternCannotFillTheMemory() {
    Map<String, Value> patterns =
        Map.of(
            "long", Value.of("x{1000}".repeat(150)),
            "deep", Value.of("(".repeat(100_000) + ")".repeat(100_000)));
    assertThat(evaluate("regex(long, \"x\")", patterns))
        .contains("longer than 100000 with its repetitions expanded");
    assertThat(evaluate("replace(\"x\", \"/${long}/\", \"y\")", patterns)).contains("longer than");
    assertThat(evaluate("regexall(deep, \"x\")", patterns)).contains("nests too deeply");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "filebase64", "filesha256", "filemd5"})
  void aDeviceThatNeverEndsIsNotReadForever(String function) {
    assertThat(evaluate(function + "(\"/dev/zero\")")).contains("67108864");
  }

  @Test
  void aLongTextIsNotShownWhole() {
    Map<String, Value> text = Map.of("text", Value.of("x".repeat(1_000_000)));
    assertThat(evaluate("parseint(text, 36)", text))
        .contains("characters omitted) ...xxx")
        .endsWith("as a base 36 integer.")
        .hasSizeLessThan(3_000);
  }

  @Test
  void deepDocumentsAreRefused() {
    Map<String, Value> deep = Map.of("deep", Value.of("[".repeat(100_000)));
    assertThat(evaluate("jsondecode(deep)", deep)).contains("levels deep");
    assertThat(evaluate("yamldecode(deep)", deep)).contains("failed");
  }

  @Test
  void aSensitiveArgumentIsNotInTheErrorAboutIt() {
    assertThat(evaluate("file(sensitive(\"secret-name\"))")).doesNotContain("secret");
    assertThat(evaluate("tonumber(sensitive(\"secret-name\"))")).doesNotContain("secret");
    assertThat(evaluate("lookup({a = 1}, sensitive(\"secret-name\"))")).doesNotContain("secret");
    assertThat(evaluate("base64decode(sensitive(\"secret-name\"))")).doesNotContain("secret");
    assertThat(evaluate("cidrhost(sensitive(\"secret-name\"), 1)")).doesNotContain("secret");
    assertThat(evaluate("parseint(sensitive(\"secret-name\"), 10)")).doesNotContain("secret");
    assertThat(evaluate("regex(sensitive(\"secret-name[\"), \"a\")")).doesNotContain("secret");
    assertThat(evaluate("urldecode(sensitive(\"secret-name%\"))")).doesNotContain("secret");
    assertThat(evaluate("{for x in [\"a\", \"a\"] : sensitive(\"secret${x}\") => 1}"))
        .doesNotContain("secreta");
  }

  @Test
  void templatesInFilesSeeOnlyTheirVariables() throws IOException {
    Files.writeString(folder.resolve("a.tftpl"), "%{ for x in xs ~}\n<${x}>%{ endfor ~}\n");
    Files.writeString(folder.resolve("b.tftpl"), "${templatefile(\"a.tftpl\", {})}");
    assertThat(evaluate("templatefile(\"a.tftpl\", {xs = [1, 2]})")).isEqualTo("\"<1><2>\"");
    assertThat(evaluate("templatefile(\"a.tftpl\", {})")).contains("does not contain key \"xs\"");
    assertThat(evaluate("templatefile(\"b.tftpl\", {})")).contains("cannot recursively call");
    Files.writeString(folder.resolve("c.tftpl"), "${boot-loader}");
    assertThat(evaluate("templatefile(\"c.tftpl\", {boot-loader = 1})")).isEqualTo("1");
    assertThat(evaluate("templatefile(\"c.tftpl\", {\"1a\" = 1})"))
        .contains("invalid template variable name \"1a\"");
  }

  @Test
  void filesAreFoundByPattern() throws IOException {
    Files.createDirectories(folder.resolve("d/e"));
    for (String name : new String[] {"a.txt", "d/b.txt", "d/e/c.txt", "d/e/f.md"}) {
      Files.writeString(folder.resolve(name), name);
    }
    assertThat(evaluate("join(\" \", fileset(\".\", \"**\"))"))
        .isEqualTo("\"a.txt d/b.txt d/e/c.txt d/e/f.md\"");
    assertThat(evaluate("join(\" \", fileset(\"d\", \"{*,e/[a-c]}.txt\"))"))
        .isEqualTo("\"b.txt e/c.txt\"");
    assertThat(evaluate("fileset(\"nowhere\", \"*\")")).isEqualTo("toset([])");
  }
}
