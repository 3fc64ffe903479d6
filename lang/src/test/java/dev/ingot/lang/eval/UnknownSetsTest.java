package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What is known of sets with unknown elements. Each line of the table is an expression over the
 * strings u and v and the number n, which are not known yet, and its value, with {@code ?} for what
 * is not known. The values are Terraform's, or keep more where that is certain (bounds of lengths)
 * and less where Terraform's can turn out wrong ({@code reverse}, {@code matchkeys}). Lines that
 * begin with {@code ~} can turn out wrong, as in Terraform: a loop, a splat or an expanded argument
 * takes a set's elements as they are now, since much is written that relies on their number.
 */
class UnknownSetsTest {
  private static final Path TABLE = Path.of("src/test/resources/unknown/sets.txt");
  private static final Scope.Environment ENVIRONMENT =
      new Scope.Environment(
          Path.of("."), Path.of("/home/somebody"), Clock.systemUTC(), new Random(1), true);

  private record Line(String expression, String expected, boolean kept) {}

  private static List<Line> table() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      boolean kept = !line.startsWith("~ ");
      String[] parts = (kept ? line : line.substring(2)).split(" +-> +", 2);
      lines.add(new Line(parts[0], parts[1], kept));
    }
    return lines;
  }

  private static Value evaluate(String expression, Value u, Value v, Value n, Diagnostics found) {
    Expression parsed = Syntax.parseExpression(new SourceFile("test", expression), found);
    return Evaluator.evaluate(
        parsed,
        new MapScope(Map.of("u", u, "v", v, "n", n), FunctionTable.standard(), ENVIRONMENT),
        found);
  }

  private static Value unknown(Type type) {
    return Values.unknown(type, Refinement.NOT_NULL);
  }

  private static Value early(String expression, Diagnostics found) {
    Value text = unknown(Type.STRING);
    return evaluate(expression, text, text, unknown(Type.NUMBER), found);
  }

  private static String told(Value value) {
    return switch (value) {
      case Value.MarkedValue marked -> told(marked.inner());
      case Value.UnknownValue _ -> "?";
      case Value.NullValue _ -> "null";
      case Value.StringValue(String text) -> '"' + text + '"';
      case Value.NumberValue(var number) -> number.toString();
      case Value.BoolValue(boolean truth) -> String.valueOf(truth);
      case Value.ListValue list -> told(list.elements());
      case Value.SetValue set -> told(set.elements());
      case Value.TupleValue tuple -> told(tuple.elements());
      case Value.MapValue map -> told(map.entries());
      case Value.ObjectValue object -> told(object.attributes());
    };
  }

  private static String told(List<Value> elements) {
    return elements.stream().map(UnknownSetsTest::told).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String told(SortedMap<String, Value> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + told(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @TestFactory
  List<DynamicTest> whatIsSaid() throws IOException {
    return table().stream()
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.expression(),
                    () -> {
                      Diagnostics found = new Diagnostics();
                      String value = told(early(line.expression(), found));
                      assertThat(found.hasErrors() ? "error" : value).isEqualTo(line.expected());
                    }))
        .toList();
  }

  /** Whatever the unknown values turn out to be, the value then is one that was left possible. */
  @TestFactory
  List<DynamicTest> whatIsSaidHolds() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Line line : table()) {
      if (line.kept()) {
        tests.add(DynamicTest.dynamicTest(line.expression(), () -> requireKept(line)));
      }
    }
    return tests;
  }

  private static void requireKept(Line line) {
    Diagnostics problems = new Diagnostics();
    Value promised = early(line.expression(), problems);
    for (String u : List.of("", "a", "b", "x", "zzzz", "1")) {
      for (String v : List.of("a", "c", "zzzz")) {
        for (long n : List.of(0L, 1L, 9L)) {
          Diagnostics found = new Diagnostics();
          Value value = evaluate(line.expression(), Value.of(u), Value.of(v), Value.of(n), found);
          String about = "u = " + u + ", v = " + v + ", n = " + n;
          if (problems.hasErrors()) {
            assertThat(found.hasErrors()).as(about).isTrue();
          } else if (!found.hasErrors()) {
            assertThat(admits(promised, value))
                .as("%s: %s, later %s", about, told(promised), told(value))
                .isTrue();
          }
        }
      }
    }
  }

  /** Whether what is said now leaves a later value possible. */
  private static boolean admits(Value now, Value later) {
    Value a = now.unmarked();
    Value b = later.unmarked();
    if (a instanceof Value.UnknownValue unknown) {
      return unknown.refinement().admits(b);
    }
    if (a instanceof Value.SetValue set && b instanceof Value.SetValue result) {
      return result.elements().stream()
              .allMatch(one -> set.elements().stream().anyMatch(other -> admits(other, one)))
          && set.elements().stream()
              .allMatch(one -> result.elements().stream().anyMatch(other -> admits(one, other)));
    }
    if (Values.elements(a).isPresent() && Values.elements(b).isPresent()) {
      List<Value> left = Values.elements(a).get();
      List<Value> right = Values.elements(b).get();
      boolean all = left.size() == right.size();
      for (int i = 0; all && i < left.size(); i++) {
        all = admits(left.get(i), right.get(i));
      }
      return all;
    }
    if (Values.entries(a).isPresent() && Values.entries(b).isPresent()) {
      SortedMap<String, Value> left = Values.entries(a).get();
      SortedMap<String, Value> right = Values.entries(b).get();
      return left.keySet().equals(right.keySet())
          && left.entrySet().stream()
              .allMatch(
                  entry ->
                      admits(entry.getValue(), right.getOrDefault(entry.getKey(), Values.NULL)));
    }
    return a.equals(b);
  }
}
