import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.function.FunctionTable;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * Measures the language on one file: parsing, formatting, and the evaluation of 100,000 mixed
 * expressions. Each is warmed up, then measured several times; printed are the first run in the
 * process and the median; the rate is by processor time, which other work on the machine disturbs
 * less. Run by {@code bench/language}.
 */
public final class LanguageBench {
  private static final int WARM_UP = 8;
  private static final int RUNS = 11;
  private static final int EXPRESSIONS = 100_000;
  private static int sink;

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

  public static void main(String[] arguments) throws Exception {
    String text = Files.readString(Path.of(arguments[0]));
    double megabytes = text.length() / 1e6;
    row("scan and parse", megabytes, "MB/s", () -> parse(text));
    row("format", megabytes, "MB/s", () -> Formatter.format(text).length());
    List<Expression> expressions = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      String form = FORMS[i % FORMS.length].replace("N", Integer.toString(i % 11));
      expressions.add(Syntax.parseExpression(new SourceFile("x", form), new Diagnostics()));
    }
    Scope scope = scope();
    row(
        "evaluate 100,000 expressions",
        EXPRESSIONS / 1e6,
        "M/s",
        () -> evaluate(expressions, scope));
    for (int size : new int[] {10_000, 100_000}) {
      StringBuilder wide = new StringBuilder("{ for x in [");
      for (int i = 0; i < size; i++) {
        wide.append(i).append(',');
      }
      Expression loop =
          Syntax.parseExpression(
              new SourceFile("x", wide + "] : \"k${x}\" => x * 2 if x % 2 == 0 }"),
              new Diagnostics());
      row(
          "for over " + size + " elements",
          size / 1e6,
          "M/s",
          () -> evaluate(List.of(loop), scope));
    }
    if (sink == 42) {
      System.out.println();
    }
  }

  private static int parse(String text) {
    Diagnostics diagnostics = new Diagnostics();
    int blocks = Syntax.parseNative(new SourceFile("x", text), diagnostics).blocks().size();
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(diagnostics.list().getFirst().toString());
    }
    return blocks;
  }

  private static int evaluate(List<Expression> expressions, Scope scope) {
    Diagnostics diagnostics = new Diagnostics();
    int known = 0;
    for (Expression expression : expressions) {
      known += Evaluator.evaluate(expression, scope, diagnostics).isKnown() ? 1 : 0;
    }
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(diagnostics.list().getFirst().toString());
    }
    return known;
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

  private static void row(String what, double units, String unit, IntSupplier work) {
    long first = time(work)[0];
    for (int i = 0; i < WARM_UP; i++) {
      time(work);
    }
    long[] walls = new long[RUNS];
    long[] times = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long[] both = time(work);
      walls[i] = both[0];
      times[i] = both[1];
    }
    Arrays.sort(walls);
    Arrays.sort(times);
    double median = times[RUNS / 2] / 1e9;
    System.out.printf(
        "| %-30s | %8.1f ms | %8.1f ms | %8.1f ms | %8.2f %-4s |%n",
        what, first / 1e6, walls[RUNS / 2] / 1e6, median * 1e3, units / median, unit);
  }

  /** Wall time and processor time, in nanoseconds. */
  private static long[] time(IntSupplier work) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long cpu = clock.getCurrentThreadCpuTime();
    long wall = System.nanoTime();
    sink += work.getAsInt();
    return new long[] {System.nanoTime() - wall, clock.getCurrentThreadCpuTime() - cpu};
  }
}
