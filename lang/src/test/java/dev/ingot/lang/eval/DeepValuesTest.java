package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values nest to a limit, and up to it every operation fits into a small stack. */
class DeepValuesTest {
  private static final long STACK_BYTES = 4 << 20;

  private static final Map<String, UnaryOperator<Value>> LEVELS =
      Map.of(
          "tuples", value -> Values.tuple(value),
          "pairs", value -> Values.tuple(Value.of("a"), value),
          "objects", value -> Values.object(Map.of("a", value)),
          "mixed", value -> Values.object(Map.of("a", value, "b", Value.of(1))),
          "lists", value -> Values.list(List.of(value)),
          "sets", value -> Values.set(List.of(value)),
          "maps", value -> Values.map(Map.of("a", value)),
          "marked", value -> Values.tuple(value.marked(Marks.SENSITIVE)));

  private static Value nested(String kind, Value innermost, int depth) {
    Value value = innermost;
    for (int i = 0; i < depth; i++) {
      value = LEVELS.getOrDefault(kind, UnaryOperator.identity()).apply(value);
    }
    return value;
  }

  private static <T> T inSmallStack(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "small-stack", STACK_BYTES);
    thread.start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private static Value evaluate(
      String expression, Map<String, Value> variables, Diagnostics problems) {
    Scope scope =
        new MapScope(
            variables,
            FunctionTable.standard(),
            new Scope.Environment(
                Path.of(""), Path.of("/home/somebody"), Clock.systemUTC(), new Random(1), false));
    return Evaluator.evaluate(
        Syntax.parseExpression(new SourceFile("x", expression), problems), scope, problems);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tuples", "pairs", "objects", "mixed", "lists", "sets", "maps", "marked"})
  void everyOperationFitsIntoASmallStackAtTheLimit(String kind) throws Exception {
    int depth = Values.MAX_DEPTH - 1;
    inSmallStack(
        () -> {
          Value one = nested(kind, Value.of("a"), depth);
          Value two = nested(kind, Value.of(1), depth);
          Value unknown = nested(kind, Value.unknown(Type.STRING), depth);
          assertThat(Values.depth(one)).isEqualTo(depth);
          assertThat(one.equals(two)).isFalse();
          assertThat(one.hashCode()).isEqualTo(nested(kind, Value.of("a"), depth).hashCode());
          assertThat(one.type().equals(two.type())).isFalse();
          Conversion.convert(two, one.type());
          Conversion.convert(unknown, two.type());
          Conversion.convert(Values.tuple(one, two), new Type.ListType(Type.DYNAMIC));
          Conversion.convert(Values.tuple(one, two), new Type.SetType(Type.DYNAMIC));
          Conversion.unify(List.of(one.type(), two.type(), unknown.type()));
          Conversion.mismatch(one.type(), Type.NUMBER);
          Values.equal(one, two);
          Values.equal(one, unknown);
          Values.remark(Values.unmarkDeep(one).value(), Values.unmarkDeep(one).marks());
          Values.transform(one, (path, part) -> part);
          Refinement.of(one);
          Values.SET_ORDER.compare(one, two);
          ConsoleText.of(one);
          ConsoleText.of(one.type());
          Value plain = Values.unmarkDeep(one).value();
          assertThat(ValueJson.parse(ValueJson.format(plain, plain.type()), plain.type()))
              .isEqualTo(plain);
          return one;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jsonencode(deep)",
        "yamlencode(deep)",
        "jsondecode(jsonencode(deep))",
        "yamldecode(yamlencode(deep))",
        "tolist([deep, other])",
        "toset([deep, other])",
        "[deep, other][*]",
        "[for x in [deep, other] : x]",
        "{for x in [1] : x => deep}",
        "flatten([deep, other])",
        "distinct([deep, other])",
        "concat([deep], [other])",
        "merge({x = deep}, {x = other})",
        "contains([deep], other)",
        "index([deep, other], other)",
        "coalesce(deep, other)",
        "true ? deep : other",
        "unknown ? deep : other",
        "deep == other",
        "sensitive(deep)",
        "issensitive(deep)",
        "try(deep, other)",
        "lookup({a = deep}, \"a\", other)",
        "zipmap([\"a\", \"b\"], [deep, other])",
        "setunion([deep], [other])",
        "setproduct([deep], [other])",
        "chunklist([deep, other], 1)",
        "matchkeys([deep], [other], [other])",
        "length(deep)",
        "tostring(deep)",
        "format(\"%v\", deep)",
        "\"${deep}\"",
        "templatestring(\"$${a}\", {a = deep})",
        "values({a = deep, b = other})",
        "ephemeralasnull(deep)",
        "deep.x.y",
        "deep + 1",
      })
  void functionsBearDeepValues(String expression) throws Exception {
    for (String kind : LEVELS.keySet()) {
      int depth = Values.MAX_DEPTH - 3;
      inSmallStack(
          () -> {
            Diagnostics problems = new Diagnostics();
            Value value =
                evaluate(
                    expression,
                    Map.of(
                        "deep", nested(kind, Value.of("a"), depth),
                        "other", nested(kind, Value.of(1), depth),
                        "unknown", Value.unknown(Type.BOOL)),
                    problems);
            assertThat(Values.depth(value)).isLessThanOrEqualTo(Values.MAX_DEPTH);
            return value;
          });
    }
  }

  @Test
  void growingAValueEndsAtTheLimitWithAMessage() throws Exception {
    for (String growing :
        List.of(
            "[grown]",
            "{a = grown}",
            "[for x in [1] : grown]",
            "chunklist(grown, 1)",
            "setproduct([grown], [1])")) {
      Diagnostics problems = new Diagnostics();
      inSmallStack(
          () -> {
            Value value = Values.list(List.of(Value.of("a")));
            for (int i = 0; i < 2 * Values.MAX_DEPTH && !problems.hasErrors(); i++) {
              value = evaluate(growing, Map.of("grown", value), problems);
            }
            return value;
          });
      assertThat(problems.list())
          .extracting(Diagnostic::summary)
          .containsExactly("Value too deeply nested");
    }
  }

  @Test
  void deepTypesOfUnknownsCountAsWell() {
    Diagnostics problems = new Diagnostics();
    Value value = Value.unknown(new Type.ListType(Type.STRING));
    for (int i = 0; i < 2 * Values.MAX_DEPTH && !problems.hasErrors(); i++) {
      value = evaluate("chunklist(grown, 1)", Map.of("grown", value), problems);
    }
    assertThat(problems.list())
        .extracting(Diagnostic::summary)
        .containsExactly("Value too deeply nested");
  }
}
