package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.view.JunitReport;
import dev.ingot.cli.view.StateText;
import dev.ingot.cli.view.TestJson;
import dev.ingot.cli.view.TestText;
import dev.ingot.cli.view.TestView;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the results of tests go: the terminal, and the files that were asked for. */
final class TestOutput implements AutoCloseable {
  private final Invocation invocation;
  private final Function<State, TestJson.Details> details;
  private final List<TestView> views = new ArrayList<>();
  private final Optional<JunitReport> report;
  private Optional<Terminal> events = Optional.empty();

  private TestOutput(Invocation invocation, Function<State, TestJson.Details> details) {
    this.invocation = invocation;
    this.details = details;
    Flags.Given given = invocation.given();
    views.add(given.on("json") ? json(invocation.terminal()) : text());
    report =
        given
            .text("junit-xml")
            .filter(name -> !name.isEmpty())
            .map(name -> new JunitReport(invocation.wording(), invocation.project().clock()));
    report.ifPresent(views::add);
  }

  /**
   * Opens all that an invocation asks for.
   *
   * @param details what is shown of a state where that is asked for
   */
  static TestOutput open(Invocation invocation, Function<State, TestJson.Details> details)
      throws UsageException, IOException {
    invocation.given();
    TestOutput output = new TestOutput(invocation, details);
    Optional<String> into = invocation.given().text("json-into");
    if (into.isPresent()) {
      output.events(into.get());
    }
    return output;
  }

  private void events(String name) throws UsageException, IOException {
    try {
      OutputStream file = Files.newOutputStream(invocation.folder().resolve(name));
      Terminal terminal =
          new Terminal(
              InputStream.nullInputStream(),
              new PrintStream(file, false, StandardCharsets.UTF_8),
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
              false,
              false,
              false,
              invocation.terminal().width());
      events = Optional.of(terminal);
      views.add(json(terminal));
    } catch (NoSuchFileException e) {
      throw new UsageException("-json-into: the folder of " + name + " does not exist.");
    }
  }

  private TestView json(Terminal terminal) {
    return new TestJson(
        terminal,
        invocation.wording(),
        invocation.project().clock(),
        invocation.given().on("verbose") ? Optional.of(details) : Optional.empty());
  }

  private TestView text() {
    return new TestText(
        invocation.terminal(),
        invocation.wording(),
        invocation.given().on("compact-warnings"),
        invocation.given().on("verbose") ? Optional.of(this::shown) : Optional.empty());
  }

  private String shown(State state) {
    return new StateText(invocation.terminal(), invocation.wording())
        .text(
            details.apply(state).objects().stream().map(ShowCommand::shown).toList(),
            state.outputs());
  }

  TestView view() {
    return TestView.all(views);
  }

  /** Writes the report, if one is wanted; whether that worked. */
  boolean save() {
    String name = invocation.given().text("junit-xml").orElse("");
    if (report.isEmpty()) {
      return true;
    }
    Path file = invocation.folder().resolve(name);
    try {
      Files.writeString(file, report.get().text());
      return true;
    } catch (IOException e) {
      view()
          .diagnostics(
              List.of(
                  Diagnostic.error(
                      "error saving JUnit XML to file \"" + name + "\"",
                      e instanceof NoSuchFileException
                          ? "open " + name + ": no such file or directory"
                          : String.valueOf(e.getMessage()))));
      return false;
    }
  }

  @Override
  public void close() {
    events.ifPresent(Terminal::flush);
    events.ifPresent(terminal -> terminal.out().close());
  }
}
