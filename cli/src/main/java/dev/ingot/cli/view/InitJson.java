package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Diagnostic;
import java.time.Clock;
import java.util.Collection;

/** Output of {@code init} for programs. */
public final class InitJson implements InitView {
  private final EventStream stream;

  /** Begins the stream. */
  public InitJson(Terminal terminal, Wording wording, Clock clock) {
    stream = new EventStream(terminal, wording, clock);
  }

  @Override
  public void step(Step step, String text) {
    stream.line(
        "info", text, "init_output", json -> json.writeStringProperty("message_code", step.code()));
  }

  @Override
  public void module(String text) {
    log(text);
  }

  @Override
  public void provider(String text) {
    log(text);
  }

  @Override
  public void backend(String text) {
    log(text.strip());
  }

  private void log(String text) {
    stream.line("info", text, "log", json -> {});
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    stream.diagnostics(diagnostics, json -> {});
  }
}
