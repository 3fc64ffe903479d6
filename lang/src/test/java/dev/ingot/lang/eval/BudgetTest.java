package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static Diagnostics evaluate(String text) {
    Diagnostics problems = new Diagnostics();
    Scope scope =
        new MapScope(
            Map.of("long", Value.of("x".repeat(1 << 20))),
            FunctionTable.standard(),
            new Scope.Environment(
                Path.of(""), Path.of("/"), Clock.systemUTC(), new Random(1), false));
    Evaluator.evaluate(
        Syntax.parseExpression(new SourceFile("test", text), problems), scope, problems);
    return problems;
  }

  @Test
  void loopsInLoopsEndWithAMessage() {
    String wide = "range(1024)";
    assertThat(
            evaluate(
                    "[for a in RANGE : [for b in RANGE : length([for c in RANGE : null if false])]]"
                        .replace("RANGE", wide))
                .list())
        .extracting(Diagnostic::summary)
        .containsExactly("Expression too expensive");
  }

  @Test
  void muchTextInManyPlacesEndsWithAMessage() {
    assertThat(evaluate("[for a in range(1024) : \"${a}${long}\"]").list())
        .extracting(Diagnostic::summary)
        .containsExactly("Expression too expensive");
  }

  @Test
  void theTextOfOneTemplateHasALimit() {
    String parts = "${long}".repeat(70);
    assertThat(evaluate("\"" + parts + "\"").list())
        .extracting(Diagnostic::summary)
        .containsExactly("Template result too long");
  }

  @Test
  void aLoopThatFailsInEveryRoundDoesNotReportEachOfThem() {
    List<Diagnostic> found =
        evaluate("[for a in range(1024) : [for b in range(10) : nowhere]]").list();
    assertThat(found).hasSizeLessThanOrEqualTo(1000).isNotEmpty();
  }
}
