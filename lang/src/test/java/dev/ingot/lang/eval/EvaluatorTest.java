package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostic.NamedValue;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final FunctionTable FUNCTIONS = FunctionTable.standard();
  private static final Scope.Environment ENVIRONMENT =
      new Scope.Environment(
          Path.of("."), Path.of("/home/somebody"), Clock.systemUTC(), new Random(1), true);

  private final Diagnostics diagnostics = new Diagnostics();

  private static Expression parse(String text) {
    Diagnostics problems = new Diagnostics();
    Expression expression = Syntax.parseExpression(new SourceFile("test", text), problems);
    assertThat(problems.list()).isEmpty();
    return expression;
  }

  private static Scope scope(Map<String, Value> variables) {
    return new MapScope(variables, FUNCTIONS, ENVIRONMENT);
  }

  private Value evaluate(String text, Map<String, Value> variables) {
    return Evaluator.evaluate(parse(text), scope(variables), diagnostics);
  }

  private String summaries() {
    return diagnostics.list().stream().map(Diagnostic::summary).collect(Collectors.joining(", "));
  }

  private static Value unknown(Type type) {
    return Value.unknown(type);
  }

  @Test
  void theWholeCallIsShownWithAnErrorOfItsFunction() {
    for (String call :
        List.of(
            "tonumber(\n  \"q\"\n)", "parseint(\n  \"z\",\n  10\n)", "cidrhost(\n  \"z\", 1\n)")) {
      Diagnostics problems = new Diagnostics();
      Evaluator.evaluate(parse(call), scope(Map.of()), problems);
      assertThat(problems.list().getFirst().context())
          .as(call)
          .hasValueSatisfying(
              shown -> assertThat(shown.end() - shown.start()).isEqualTo(call.length()));
    }
  }

  @Test
  void anUnknownOperandGivesAnUnknownThatIsNotNull() {
    Value sum = evaluate("x + 1", Map.of("x", unknown(Type.NUMBER)));
    assertThat(sum).isEqualTo(new Value.UnknownValue(Type.NUMBER, Refinement.NOT_NULL));
  }

  @Test
  void aComparisonIsKnownWhereTheBoundsOfAnUnknownDecideIt() {
    Map<String, Value> variables = Map.of("x", unknown(Type.STRING));
    assertThat(evaluate("length(jsonencode({a = x})) > 0", variables)).isEqualTo(Values.TRUE);
    assertThat(evaluate("x == null", variables).isKnown()).isFalse();
    assertThat(evaluate("\"a-${x}\" == null", variables)).isEqualTo(Values.FALSE);
  }

  @Test
  void theBeginningOfATemplateWithAnUnknownIsKnown() {
    Map<String, Value> variables = Map.of("x", unknown(Type.STRING));
    assertThat(evaluate("startswith(\"pre-${x}\", \"pre\")", variables)).isEqualTo(Values.TRUE);
    assertThat(evaluate("startswith(\"pre-${x}\", \"no\")", variables)).isEqualTo(Values.FALSE);
    assertThat(evaluate("startswith(\"pre-${x}\", \"pre-x\")", variables).isKnown()).isFalse();
  }

  @Test
  void marksOfOperandsConditionsAndKeysAreOnTheResult() {
    Map<String, Value> variables =
        Map.of(
            "s", Value.of("k").marked(Marks.SENSITIVE),
            "e", Value.of(1L).marked(Marks.EPHEMERAL));
    assertThat(evaluate("e + 1", variables).marks()).isEqualTo(Marks.EPHEMERAL);
    assertThat(evaluate("\"${s}-${e}\"", variables).marks()).isEqualTo(new Marks(true, true));
    assertThat(evaluate("{(s) = 1}", variables).marks()).isEqualTo(Marks.SENSITIVE);
    assertThat(evaluate("s == \"k\" ? 1 : 2", variables).marks()).isEqualTo(Marks.SENSITIVE);
    assertThat(evaluate("[for x in [1, 2] : x if s == \"k\"]", variables).marks())
        .isEqualTo(Marks.SENSITIVE);
    assertThat(evaluate("upper(s)", variables).marks()).isEqualTo(Marks.SENSITIVE);
    assertThat(evaluate("try(upper(s), 1)", variables).marks()).isEqualTo(Marks.SENSITIVE);
    assertThat(summaries()).isEmpty();
  }

  @Test
  void anEphemeralPartBecomesNull() {
    Value value =
        evaluate(
            "ephemeralasnull({a = e, b = 2})", Map.of("e", Value.of("x").marked(Marks.EPHEMERAL)));
    assertThat(ConsoleText.of(value)).isEqualTo("{\n  \"a\" = tostring(null)\n  \"b\" = 2\n}");
  }

  @Test
  void aConditionalWithAnUnknownConditionKeepsWhatBothResultsHaveInCommon() {
    Value value = evaluate("c ? 3 : 5", Map.of("c", unknown(Type.BOOL)));
    assertThat(Unknowns.lower(value).orElseThrow().number().toString()).isEqualTo("3");
    assertThat(Unknowns.upper(value).orElseThrow().number().toString()).isEqualTo("5");
    assertThat(Unknowns.isNeverNull(value)).isTrue();
  }

  @Test
  void anIndexIsOfferedToTheScopeTogetherWithTheStepsAroundIt() {
    List<String> offered = new ArrayList<>();
    Scope recording =
        new Scope() {
          @Override
          public Optional<Resolved> resolve(Traversal traversal, Diagnostics problems) {
            if (!traversal.root().equals("web")) {
              return traversal.root().equals("i")
                  ? Optional.of(new Resolved(Value.of(1L), 0))
                  : Optional.empty();
            }
            offered.add(traversal.steps().size() + "");
            return Optional.of(
                new Resolved(
                    Values.object(new TreeMap<>(Map.of("id", Value.of("one")))),
                    Math.min(2, traversal.steps().size())));
          }

          @Override
          public List<String> names() {
            return List.of("web", "i");
          }

          @Override
          public Functions functions() {
            return FUNCTIONS;
          }

          @Override
          public Environment environment() {
            return ENVIRONMENT;
          }
        };
    Value id = Evaluator.evaluate(parse("web.a[i].id"), recording, diagnostics);
    assertThat(id).isEqualTo(Value.of("one"));
    assertThat(offered).containsExactly("3");
  }

  @Test
  void aLoopVariableHidesTheScope() {
    Map<String, Value> variables = Map.of("x", Value.of("outer"));
    assertThat(ConsoleText.of(evaluate("[for x in [1] : x]", variables))).isEqualTo("[\n  1,\n]");
    assertThat(evaluate("[for y in [1] : x][0]", variables)).isEqualTo(Value.of("outer"));
  }

  @Test
  void aNameAddedToAScopeHidesTheOuterOne() {
    Scope inner = scope(Map.of("x", Value.of(1L), "y", Value.of(2L))).with("x", Value.of(3L));
    assertThat(Evaluator.evaluate(parse("x + y"), inner, diagnostics)).isEqualTo(Value.of(5L));
  }

  @Test
  void referencesAreThoseIntoTheScopeInSourceOrder() {
    Expression expression =
        parse(
            "{(a.k) = [for x in b.list : \"${x}${c[d]}\" if x != e], f = g[*].h, "
                + "i = try(j.k, upper(l)), m = m ? n : -o}");
    assertThat(Evaluator.references(expression).stream().map(Traversal::root))
        .containsExactly("a", "b", "c", "d", "e", "g", "j", "l", "m", "n", "o");
  }

  @Test
  void aVariableIsKnownAgainAfterTheLoopThatHidIt() {
    assertThat(Evaluator.references(parse("[[for x in x : x], x]")).stream().map(Traversal::root))
        .containsExactly("x", "x");
  }

  @Test
  void anErrorNamesTheValuesThatLedToItButNotSensitiveOnes() {
    Map<String, Value> variables =
        Map.of(
            "var",
            Values.object(
                Map.of(
                    "n", Value.of(5L),
                    "l", Values.tuple(Value.of(1L)),
                    "s", Value.of("secret").marked(Marks.SENSITIVE))));
    evaluate("[] + (var.n + length(var.s) + var.n)", variables);
    evaluate("var.l[var.n]", variables);
    evaluate("-var.l", variables);
    List<List<NamedValue>> values = diagnostics.list().stream().map(Diagnostic::values).toList();
    assertThat(values)
        .containsExactly(
            List.of(),
            List.of(
                new NamedValue("var.l", "is tuple with 1 element"),
                new NamedValue("var.n", "is 5")),
            List.of(new NamedValue("var.l", "is tuple with 1 element")));
  }

  @Test
  void anUnknownNameIsReportedWithTheNearest() {
    evaluate("vra.x", Map.of("var", Values.EMPTY_OBJECT));
    evaluate("joim(1)", Map.of());
    assertThat(diagnostics.list().stream().map(Diagnostic::detail))
        .containsExactly(
            "There is no variable named \"vra\". Did you mean \"var\"?",
            "There is no function named \"joim\". Did you mean \"join\"?");
  }

  @Test
  void aCallThatDoesNotFitNamesTheFunction() {
    evaluate("upper(1, 2)", Map.of());
    Diagnostic.CalledFunction called = diagnostics.list().getFirst().function().orElseThrow();
    assertThat(called.name()).isEqualTo("upper");
    assertThat(called.returnType()).isEqualTo(Type.STRING);
  }

  @Test
  void anErrorInABranchNotTakenIsNoError() {
    assertThat(evaluate("true ? 1 : [][0]", Map.of())).isEqualTo(Value.of(1L));
    assertThat(evaluate("try([][0], 2)", Map.of())).isEqualTo(Value.of(2L));
    assertThat(evaluate("can([][0])", Map.of())).isEqualTo(Values.FALSE);
    assertThat(summaries()).isEmpty();
  }

  @Test
  void aConditionIsReportedOnceForAllElements() {
    evaluate("[for x in [1, 2, 3] : x if [x]]", Map.of());
    assertThat(summaries()).isEqualTo("Invalid 'for' condition");
  }

  @Test
  void anExpressionNestedBeyondTheLimitIsAnError() {
    Expression expression = parse("1");
    for (int i = 0; i < 100_000; i++) {
      expression = new Expression.Parentheses(expression, expression.range());
    }
    Evaluator.evaluate(expression, scope(Map.of()), diagnostics);
    assertThat(summaries()).isEqualTo("Expression too deeply nested");
    assertThat(Evaluator.references(expression)).isEmpty();
  }

  @Test
  void aLongChainOfOperatorsIsNotNested() {
    Expression expression = parse("1");
    for (int i = 0; i < 100_000; i++) {
      expression =
          new Expression.Binary(
              Expression.Binary.BinaryOperator.ADD, expression, parse("1"), expression.range());
    }
    assertThat(Evaluator.evaluate(expression, scope(Map.of()), diagnostics))
        .isEqualTo(Value.of(100_001L));
  }

  @Test
  void functionsThatChangeWithTimeAreUnknownWhilePlanning() {
    assertThat(evaluate("timestamp()", Map.of()).isKnown()).isFalse();
    assertThat(evaluate("uuid()", Map.of()).isKnown()).isFalse();
    assertThat(evaluate("plantimestamp()", Map.of()).isKnown()).isTrue();
  }

  @Test
  void anUnknownSequenceGivesASplatOfKnownType() {
    Type objects = new Type.ListType(new Type.ObjectType(new TreeMap<>(Map.of("a", Type.NUMBER))));
    Value result = evaluate("x[*].a", Map.of("x", unknown(objects)));
    assertThat(result.type()).isEqualTo(new Type.ListType(Type.NUMBER));
    assertThat(result.isKnown()).isFalse();
  }

  /** Recorded from Terraform 1.11.4, though the string may yet turn out null. */
  @Test
  void aSplatChecksWhatAnUnknownStringCannotHaveButNotANullOne() {
    assertThat(evaluate("x[*].k", Map.of("x", Value.nullOf(Type.STRING))))
        .isEqualTo(Values.tuple(List.of()));
    assertThat(diagnostics.list()).isEmpty();
    assertThat(evaluate("x[*].k", Map.of("x", unknown(Type.STRING))))
        .isEqualTo(Values.DYNAMIC_UNKNOWN);
    assertThat(summaries()).isEqualTo("Unsupported attribute");
  }

  @Test
  void aCallIsPointedAtWhereItOrItsArgumentBegins() {
    Map<String, String> places =
        Map.of(
            "upper({ a = 1 })", "{",
            "upper([])", "[",
            "regex(\"x\", \"a\")", "regex(",
            "sort(upper(\"x\"))", "upper(",
            "tobool(\"x\")", "x",
            "upper(\"a\", \"bc\")", "bc");
    places.forEach(
        (text, place) -> {
          Diagnostics found = new Diagnostics();
          Value _ = Evaluator.evaluate(parse(text), scope(Map.of()), found);
          assertThat(found.list()).as(text).hasSize(1);
          assertThat(found.list().getFirst().subject().orElseThrow().text())
              .as(text)
              .isEqualTo(place);
        });
  }

  @Test
  void anIndexThatIsNotKnownAtAllIsNoError() {
    Map<String, Value> names = Map.of("u", unknown(Type.DYNAMIC));
    assertThat(evaluate("true[u]", names)).isEqualTo(Values.DYNAMIC_UNKNOWN);
    assertThat(evaluate("[1, 2][u]", names)).isEqualTo(Values.DYNAMIC_UNKNOWN);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void aSensitiveValueThatCannotBeConvertedIsNotShown() {
    Value _ = evaluate("tobool(sensitive(\"secret\"))", Map.of());
    assertThat(diagnostics.list().getFirst().detail())
        .contains("cannot convert this sensitive string to bool")
        .doesNotContain("secret");
  }
}
