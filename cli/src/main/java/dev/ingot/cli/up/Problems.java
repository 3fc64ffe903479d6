package dev.ingot.cli.up;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.DiagnosticFormat.Style;
import dev.ingot.lang.syntax.EnclosingBlocks;
import java.util.List;

/** Prints diagnostics, each with its line and caret. */
public final class Problems {
  private Problems() {}

  /** Prints them to standard error. */
  public static void print(Terminal terminal, List<Diagnostic> diagnostics) {
    DiagnosticFormat format =
        new DiagnosticFormat(
            new Style(terminal.color(), true, terminal.width()), new EnclosingBlocks());
    terminal.out().flush();
    diagnostics.forEach(diagnostic -> terminal.err().print(format.text(diagnostic)));
    terminal.err().flush();
  }
}
