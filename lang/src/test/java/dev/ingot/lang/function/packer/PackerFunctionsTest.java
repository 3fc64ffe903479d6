package dev.ingot.lang.function.packer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackerFunctionsTest {
  private static String evaluate(String text) {
    Diagnostics problems = new Diagnostics();
    Scope scope =
        new MapScope(
            Map.of(),
            FunctionTable.packer(),
            new Scope.Environment(
                Path.of(""),
                Path.of("/home/somebody"),
                Clock.fixed(Instant.parse("2024-03-05T07:08:09.25Z"), ZoneOffset.UTC),
                new Random(1),
                false));
    Value value =
        Evaluator.evaluate(
            Syntax.parseExpression(new SourceFile("test", text), problems), scope, problems);
    return problems.hasErrors()
        ? problems.list().stream().map(Diagnostic::detail).collect(Collectors.joining("; "))
        : ConsoleText.of(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "legacy_isotime() ~ \"2024-03-05T07:08:09Z\"",
        "legacy_isotime(\"Mon Jan _2 15:04:05.000 MST 2006\") ~ \"Tue Mar  5 07:08:09.250 UTC"
            + " 2024\"",
        "legacy_isotime(\"Monday, 02-January-06 3pm -0700 __2 002\") ~"
            + " \"Tuesday, 05-March-24 7am +0000  65 065\"",
        "legacy_isotime(\"200601021504\") ~ \"202403050708\"",
        "legacy_strftime(\"%Y-%m-%d %H:%M:%S %j %U %W %V %%\") ~"
            + " \"2024-03-05 07:08:09 065 09 10 10 %\"",
        "legacy_strftime(\"%F %r\", 0) ~ \"1970-01-01 12:00:00 AM\"",
        "regex_replace(\"hello\", \"(h)(e)\", \"$${2}$${1}\") ~ \"ehllo\"",
        "rfc3339_parse(\"2024-12-30T23:00:00+02:00\").iso_week ~ 1",
        "rfc3339_parse(\"2024-12-30T23:00:00+02:00\").weekday_name ~ \"Monday\"",
        "unix_timestamp_parse(1709622489).rfc3339 ~ \"2024-03-05T07:08:09Z\"",
        "unix_timestamp_parse(1709622489).year_day ~ 65",
        "jsonencode(convert([1, 2], list(string))) ~ \"[\\\"1\\\",\\\"2\\\"]\"",
        "index([\"a\", \"b\"], \"b\") ~ 1",
        "length(uuidv4()) ~ 36",
      })
  void functionsOfTemplatesGiveWhatTheyAreFor(String expression, String expected) {
    assertThat(evaluate(expression)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vault(\"secret/a\", \"key\")",
        "consul_key(\"a\")",
        "aws_secretsmanager(\"a\", \"b\")",
        "aws_secretsmanager_raw(\"a\")",
      })
  void servicesOnTheNetworkSayWhatToDoInstead(String expression) {
    assertThat(evaluate(expression)).contains("not supported").contains("variable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legacy_strftime(\"%\")",
        "legacy_strftime(\"%Q\")",
        "legacy_strftime(\"%Y\", \"x\")",
        "legacy_isotime(\"a\", \"b\")",
        "rfc3339_parse(\"yesterday\")",
        "unix_timestamp_parse(1e18)",
        "convert(\"a\", number)",
        "convert(\"a\", nothing)",
      })
  void wrongArgumentsAreErrors(String expression) {
    assertThat(evaluate(expression)).doesNotStartWith("\"").isNotEmpty();
  }

  @Test
  void theTableHasThemAllAndTheOneOfConfigurationsHasNone() {
    FunctionTable table = FunctionTable.packer();
    for (String name : table.names()) {
      assertThat(table.find(name)).as(name).isPresent();
    }
    assertThat(table.names()).hasSizeGreaterThan(FunctionTable.standard().names().size());
    assertThat(FunctionTable.standard().find("legacy_isotime")).isEmpty();
    assertThat(table.find("plantimestamp")).isEmpty();
  }
}
