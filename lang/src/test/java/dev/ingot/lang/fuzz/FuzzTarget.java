package dev.ingot.lang.fuzz;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Console;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.EnclosingBlocks;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.NativeBody;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.TreeText;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is fuzzed, and what must hold for every input whatsoever. Jazzer calls {@link
 * #fuzzerTestOneInput} with the target named by the system property {@code ingot.fuzz}.
 */
public enum FuzzTarget {
  /** Scanner and parser of the native syntax. */
  NATIVE {
    @Override
    void run(SourceFile file, Diagnostics diagnostics) {
      read(Syntax.parse(file, diagnostics), diagnostics);
      Syntax.parseTraversal(file, diagnostics);
    }
  },
  /** Reader of the JSON syntax. */
  JSON {
    @Override
    void run(SourceFile file, Diagnostics diagnostics) {
      read(Syntax.parseJson(file, diagnostics), diagnostics);
    }
  },
  /** Parser of expressions and of templates. */
  TEMPLATE {
    @Override
    void run(SourceFile file, Diagnostics diagnostics) {
      Evaluator.references(Syntax.parseTemplate(file, diagnostics));
      Evaluator.references(Syntax.parseExpression(file, diagnostics));
    }
  },
  /** Formatter: settles at once and keeps the syntax tree. */
  FORMATTER {
    @Override
    void run(SourceFile file, Diagnostics diagnostics) {
      // A byte that is no UTF-8 was reported already and isn't the formatter's to refuse.
      Diagnostics problems = new Diagnostics();
      NativeBody before = Syntax.parseNative(file, problems);
      diagnostics.addAll(problems);
      String once = Formatter.format(file.text());
      require(Formatter.format(once).equals(once), "formatting again changes the text");
      if (!problems.hasErrors()) {
        Diagnostics later = new Diagnostics();
        NativeBody after = Syntax.parseNative(new SourceFile("x", once), later);
        require(!later.hasErrors(), "the formatted text has errors");
        require(TreeText.of(after).equals(TreeText.of(before)), "the syntax tree has changed");
      } else {
        require(once.equals(file.text()), "a text with errors was formatted");
      }
    }
  },
  /** Evaluator and functions, with known, unknown and sensitive names in scope. */
  EVALUATOR {
    @Override
    void run(SourceFile file, Diagnostics diagnostics) {
      Expression expression = Syntax.parseExpression(file, diagnostics);
      if (diagnostics.hasErrors()) {
        return;
      }
      Scope scope = scope();
      Value value = Evaluator.evaluate(expression, scope, diagnostics);
      require(Values.depth(value) <= Values.MAX_DEPTH, "the value is too deep");
      ConsoleText.of(value);
      ConsoleText.of(value.type());
      Console.print(expression, scope, new Diagnostics());
    }
  };

  private static final String SECRET = "kept-secret-9f1";

  abstract void run(SourceFile file, Diagnostics diagnostics);

  /** Runs the target on an input; whatever it throws is a finding. */
  public void test(byte[] input) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Syntax.source("x", input, diagnostics);
    run(file, diagnostics);
    DiagnosticFormat format =
        new DiagnosticFormat(new DiagnosticFormat.Style(true, true, 40), new EnclosingBlocks());
    List<Diagnostic> found = diagnostics.list();
    for (Diagnostic diagnostic : found.subList(0, Math.min(found.size(), 20))) {
      diagnostic.subject().ifPresent(range -> requireInside(range, file));
      String text = format.text(diagnostic);
      require(
          this != EVALUATOR || file.text().contains(SECRET) || !text.contains(SECRET),
          "a message shows a secret");
    }
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    valueOf(System.getProperty("ingot.fuzz", "NATIVE")).test(input);
  }

  private static void requireInside(SourceRange range, SourceFile file) {
    require(
        !range.file().equals(file)
            || (range.start() >= 0
                && range.start() <= range.end()
                && range.end() <= file.text().length()),
        "a range is outside of the text");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static void read(Body body, Diagnostics diagnostics) {
    Body.PartialContent content =
        body.partialContent(
            new Body.BodySchema(
                List.of(new Body.AttributeSchema("a", true)),
                List.of(new Body.BlockSchema("b", "label"), new Body.BlockSchema("locals"))),
            diagnostics);
    for (Body.Block block : content.content().blocks()) {
      block.body().attributes(diagnostics);
    }
    content.remain().attributes(diagnostics);
  }

  private static Scope scope() {
    return new MapScope(
        Map.of(
            "text", Value.of("a ${b} é"),
            "number", Value.of(42),
            "list", Values.strings(List.of("a", "b", "c")),
            "object", Values.object(Map.of("a", Value.of(1), "b", Values.strings(List.of("x")))),
            "unknown", Value.unknown(Type.STRING),
            "dynamic", Values.DYNAMIC_UNKNOWN,
            "unknowns", Value.unknown(new Type.ListType(Type.STRING)),
            "nothing", Values.NULL,
            "secret", Value.of(SECRET).marked(Marks.SENSITIVE),
            "secrets", Values.tuple(Value.of(SECRET).marked(Marks.SENSITIVE), Value.of(2))),
        // No functions that look at files: what is there is not the input's to choose.
        FunctionTable.standard()
            .without("bcrypt", "file", "fileset", "templatefile", "pathexpand", "abspath"),
        new Scope.Environment(
            Path.of("target/no-such-folder"),
            Path.of("/home/somebody"),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            new Random(1),
            false));
  }

  /** The bytes of a text. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
