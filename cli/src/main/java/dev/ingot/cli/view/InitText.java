package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Diagnostic;
import java.util.Collection;

/** Output of {@code init} for people. */
public final class InitText implements InitView {
  private final Terminal terminal;
  private final Wording wording;
  private boolean warned;

  /** Prints on a terminal. */
  public InitText(Terminal terminal, Wording wording) {
    this.terminal = terminal;
    this.wording = wording;
  }

  @Override
  public void step(Step step, String text) {
    terminal.line(
        switch (step) {
          case COPYING -> terminal.styled(Terminal.Style.BOLD, text) + "\n";
          case BACKEND, MODULES, UPGRADING_MODULES, PROVIDERS ->
              terminal.styled(Terminal.Style.BOLD, text);
          case EMPTY, LOCK, SIGNING -> text;
          case DONE -> (warned ? "" : "\n") + terminal.styled(Terminal.Style.GREEN, text);
          case NEXT -> "\n" + text;
        });
  }

  @Override
  public void module(String text) {
    terminal.line(text);
  }

  @Override
  public void provider(String text) {
    terminal.line("- " + text);
  }

  @Override
  public void backend(String text) {
    terminal.line(text);
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty() && !Diagnostic.anyError(diagnostics)) {
      terminal.line("");
      warned = true;
    }
    new DiagnosticView(terminal, wording).print(diagnostics);
  }
}
