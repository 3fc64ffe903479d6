package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.encoding.JsonText;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Evaluates the expressions recorded from Terraform 1.11.4 and compares console text, type, JSON
 * value and the summary of the first error. What share has to match stands in {@code levels.txt}:
 * lines of group, matched, all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedExpressionsTest {
  @TempDir Path empty = Path.of("");

  private final FunctionTable functions = FunctionTable.standard().without("plantimestamp");
  private final Map<String, FixtureScope> scopes = new HashMap<>();

  static Stream<String> groups() throws IOException {
    return levels().keySet().stream().sorted();
  }

  private static Map<String, Integer> levels() throws IOException {
    Map<String, Integer> levels = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                RecordedExpressionsTest.class.getResourceAsStream("/expressions/levels.txt"),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", -1);
        levels.put(parts[0], Integer.parseInt(parts[1]));
      }
    }
    return levels;
  }

  @ParameterizedTest
  @MethodSource("groups")
  void recordedExpressionsGiveWhatTerraformGives(String group) throws IOException {
    List<RecordedCase> cases = RecordedCase.ofGroup(group);
    List<String> differences = new ArrayList<>();
    for (RecordedCase recorded : cases) {
      difference(recorded)
          .ifPresent(
              difference ->
                  differences.add(
                      recorded.id() + ": " + recorded.expression() + "\n    " + difference));
    }
    int matched = cases.size() - differences.size();
    System.out.printf("%-20s %4d of %4d%n", group, matched, cases.size());
    Path report = Path.of("target", "recorded-expressions", group + ".txt");
    Files.createDirectories(report.getParent());
    Files.writeString(report, String.join("\n", differences) + "\n");
    assertThat(matched)
        .as(() -> "matched of " + group + ":\n" + String.join("\n", differences))
        .isGreaterThanOrEqualTo(levels().getOrDefault(group, 0));
  }

  /** Cases made from others' test tables, which stay outside of this repository. */
  @ParameterizedTest
  @ValueSource(strings = {"harvest_hcl_expression", "harvest_lang_functions", "harvest_templates"})
  void harvestedExpressionsGiveWhatTerraformGives(String group) throws IOException {
    Path file = SharedSuites.folder("expressions").resolve(group + ".jsonl");
    assumeTrue(Files.exists(file), () -> file + " isn't beside the repository");
    List<RecordedCase> cases = Files.readAllLines(file).stream().map(RecordedCase::read).toList();
    List<String> differences = new ArrayList<>();
    for (RecordedCase recorded : cases) {
      difference(recorded)
          .ifPresent(text -> differences.add(recorded.expression() + "\n  " + text));
    }
    System.out.printf("%-24s %4d of %4d%n", group, cases.size() - differences.size(), cases.size());
    assertThat(differences.size() * 100)
        .as(() -> String.join("\n", differences))
        .isLessThanOrEqualTo(cases.size());
  }

  private FixtureScope scope(RecordedCase recorded) {
    String folder = recorded.text("dir").orElse("");
    String home = recorded.home().orElse("/home/somebody");
    return scopes.computeIfAbsent(
        folder + " " + home,
        ignored ->
            new FixtureScope(
                folder.isEmpty() ? empty : resource(folder), Path.of(home), functions));
  }

  private static Path resource(String folder) {
    try {
      return Path.of(RecordedExpressionsTest.class.getResource("/expressions/" + folder).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> difference(RecordedCase recorded) {
    Diagnostics problems = new Diagnostics();
    FixtureScope scope = scope(recorded);
    Expression expression = parse(recorded, problems);
    Optional<String> text = Optional.empty();
    if (!problems.hasErrors()) {
      scope.check(expression, problems);
    }
    if (!problems.hasErrors()) {
      text = Console.print(expression, scope, problems);
    }
    Optional<String> error =
        problems.list().stream()
            .filter(Diagnostic::isError)
            .min(Comparator.comparingInt(RecordedExpressionsTest::place))
            .map(Diagnostic::summary);
    Optional<String> wanted = recorded.text("error");
    if (!error.equals(wanted)) {
      return Optional.of(
          "error "
              + shown(wanted)
              + "\n    but   "
              + shown(error)
              + details(problems)
              + " "
              + shown(text));
    }
    if (recorded.anyValue()) {
      return Optional.empty();
    }
    if (!text.equals(recorded.text("console"))) {
      return Optional.of(
          "text  "
              + shown(recorded.text("console"))
              + "\n    but   "
              + shown(text)
              + details(problems));
    }
    return wanted.isPresent() ? Optional.empty() : valueDifference(recorded, expression, scope);
  }

  /** Commands show errors in the order of their places. */
  private static int place(Diagnostic diagnostic) {
    return diagnostic.subject().map(SourceRange::start).orElse(0);
  }

  private static String details(Diagnostics problems) {
    StringBuilder details = new StringBuilder();
    problems.list().forEach(problem -> details.append(" | ").append(problem.detail()));
    return details.toString();
  }

  private static String shown(Optional<String> text) {
    return text.orElse("-");
  }

  private static Optional<String> valueDifference(
      RecordedCase recorded, Expression expression, Scope scope) {
    Diagnostics problems = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, problems);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    Optional<String> type = recorded.text("type");
    if (type.isPresent() && !ConsoleText.of(value.type()).equals(type.get())) {
      return Optional.of("type  " + type.get() + "\n    but   " + ConsoleText.of(value.type()));
    }
    if (recorded.json().isEmpty()) {
      return Optional.empty();
    }
    try {
      String json = JsonText.of(value);
      return Values.equal(ValueJson.parse(json), recorded.json().get()).equals(Values.TRUE)
          ? Optional.empty()
          : Optional.of("json  " + json);
    } catch (FunctionFailure e) {
      return Optional.of("json  " + e.reason());
    }
  }

  private static Expression parse(RecordedCase recorded, Diagnostics problems) {
    if (recorded.text("via").isEmpty()) {
      return Syntax.parseExpression(
          new SourceFile("<console-input>", recorded.expression().strip()), problems);
    }
    Body file =
        Syntax.parse(
            new SourceFile(
                "expr_under_test.tf",
                "locals {\n  expr_under_test = " + recorded.expression() + "\n}\n"),
            problems);
    Body.BodyContent content =
        file.content(
            new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("locals"))), problems);
    Map<String, Body.Attribute> attributes = new HashMap<>();
    content.blocks().forEach(block -> attributes.putAll(block.body().attributes(problems)));
    Body.Attribute attribute = attributes.get("expr_under_test");
    return attribute == null
        ? new Expression.Invalid(file.missingItemRange())
        : attribute.expression();
  }
}
