package dev.ingot.bench;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Marks;
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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the language with JMH: parsing and formatting the file named by the system property
 * {@code ingot.bench.file}, 100,000 mixed expressions, and loops and nested values of growing size,
 * whose time should grow with it. Run by {@code bench/language}.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class LanguageBench {
  private static final int EXPRESSIONS = 100_000;

  private static final String[] FORMS = {
    "1 + N * 2 - var.number",
    "\"name-${var.text}-N\"",
    "[for x in var.list : upper(x)]",
    "{ for i, x in var.list : x => i + N }",
    "var.object.name == \"a\" ? N : var.number",
    "format(\"%03d-%s\", N, var.text)",
    "merge(var.object, { n = N })",
    "var.list[N % 3]",
    "join(\",\", concat(var.list, [\"N\"]))",
    "var.objects[*].name",
    "\"%{ if N > 5 }a%{ else }b%{ endif }\"",
    "lookup(var.object, \"name\", \"N\")",
    "length(var.list) > N && !var.flag",
    "jsonencode({ a = var.list, b = N })",
    "contains(var.list, \"N\")",
    "var.secret == \"N\"",
  };

  private final Scope scope = scope();
  private String text = "";
  private List<Expression> expressions = List.of();

  /** What grows, for the benchmarks that should grow with it. */
  @State(org.openjdk.jmh.annotations.Scope.Benchmark)
  public static class Sized {
    /** Elements of a loop; objects of a tree, five of them in each other. */
    @Param({"10000", "100000"})
    public int size;

    private Expression loop = parse("0");
    private Expression tree = parse("0");

    @Setup
    public void prepare() {
      StringBuilder wide = new StringBuilder();
      StringBuilder deep = new StringBuilder();
      for (int i = 0; i < size; i++) {
        wide.append(i).append(',');
        if (i % 5 == 0) {
          deep.append("{ a = { b = { c = { d = { e = ").append(i).append(" } } } } },");
        }
      }
      loop = parse("{ for x in [" + wide + "] : \"k${x}\" => x * 2 if x % 2 == 0 }");
      tree = parse("[for o in [" + deep + "] : merge(o, { f = o.a.b.c.d.e })][*].a.b");
    }
  }

  @Setup
  public void prepare() throws IOException {
    text = Files.readString(Path.of(System.getProperty("ingot.bench.file")));
    expressions = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      expressions.add(parse(FORMS[i % FORMS.length].replace("N", Integer.toString(i % 11))));
    }
  }

  @Benchmark
  public int parseFile() {
    Diagnostics diagnostics = new Diagnostics();
    int blocks = Syntax.parseNative(new SourceFile("x", text), diagnostics).blocks().size();
    requireNone(diagnostics);
    return blocks;
  }

  @Benchmark
  public String formatFile() {
    return Formatter.format(text);
  }

  @Benchmark
  public int evaluate100000Expressions() {
    int known = 0;
    for (Expression expression : expressions) {
      known += evaluate(expression).isKnown() ? 1 : 0;
    }
    return known;
  }

  @Benchmark
  public Value loop(Sized sized) {
    return evaluate(sized.loop);
  }

  @Benchmark
  public Value tree(Sized sized) {
    return evaluate(sized.tree);
  }

  private Value evaluate(Expression expression) {
    Diagnostics diagnostics = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    requireNone(diagnostics);
    return value;
  }

  private static Expression parse(String expression) {
    Diagnostics diagnostics = new Diagnostics();
    Expression parsed = Syntax.parseExpression(new SourceFile("x", expression), diagnostics);
    requireNone(diagnostics);
    return parsed;
  }

  private static void requireNone(Diagnostics diagnostics) {
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(diagnostics.list().getFirst().toString());
    }
  }

  private static Scope scope() {
    Value object = Values.object(Map.of("name", Value.of("a"), "size", Value.of(3)));
    Map<String, Value> variables =
        Map.of(
            "text", Value.of("web"),
            "number", Value.of(42),
            "flag", Value.of(true),
            "list", Values.strings(List.of("a", "b", "c")),
            "object", object,
            "objects", Values.list(List.of(object, object, object)),
            "secret", Value.of("s").marked(Marks.SENSITIVE));
    return new MapScope(
        Map.of("var", Values.object(variables)),
        FunctionTable.standard(),
        new Scope.Environment(Path.of("."), Path.of("/"), Clock.systemUTC(), new Random(1), false));
  }
}
