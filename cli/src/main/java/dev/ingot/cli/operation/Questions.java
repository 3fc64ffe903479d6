package dev.ingot.cli.operation;

import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.VariablePrompt;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Prompts a person. */
public final class Questions {
  private Questions() {}

  /** Asks for values of variables, if the terminal is interactive and input is enabled. */
  public static VariablePrompt of(Terminal terminal, Flags.Given given) {
    return terminal.interactive() && given.on("input", true)
        ? variable -> ask(terminal, variable)
        : VariablePrompt.NONE;
  }

  /**
   * Asks for values of variables even if standard input is not a terminal, since a script may pipe
   * the answers in. Not used with {@code -json}.
   */
  public static VariablePrompt piped(Invocation invocation) {
    Flags.Given given = invocation.given();
    String input = invocation.environment().getOrDefault("TF_INPUT", "");
    boolean wanted = given.on("input", !input.equals("0") && !input.equals("false"));
    return wanted && !given.on("json")
        ? variable -> ask(invocation.terminal(), variable)
        : VariablePrompt.NONE;
  }

  private static Optional<String> ask(Terminal terminal, InputVariable variable) {
    StringBuilder text =
        new StringBuilder(terminal.styled(Terminal.Style.BOLD, "var." + variable.name()))
            .append('\n');
    variable
        .description()
        .ifPresent(
            description -> {
              description.lines().forEach(line -> text.append("  ").append(line).append('\n'));
              text.append('\n');
            });
    terminal.out().print(text.append("  Enter a value: "));
    terminal.out().flush();
    try {
      Optional<String> answer = line(terminal);
      if (answer.isPresent()) {
        terminal.line("");
      }
      return answer;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks whether to continue.
   *
   * @return the answer; empty at the end of input
   */
  public static Optional<String> approval(Terminal terminal, String question, String explanation)
      throws IOException {
    terminal.out().println();
    return confirmation(terminal, question, explanation);
  }

  /**
   * The same, starting in the current line.
   *
   * @return the answer; empty at the end of input
   */
  public static Optional<String> confirmation(
      Terminal terminal, String question, String explanation) throws IOException {
    terminal
        .out()
        .print(
            terminal.styled(Terminal.Style.BOLD, question)
                + "\n"
                + explanation.indent(2)
                + "\n  "
                + terminal.styled(Terminal.Style.BOLD, "Enter a value:")
                + " ");
    terminal.out().flush();
    Optional<String> answer = line(terminal);
    terminal.out().println();
    terminal.out().flush();
    return answer;
  }

  /**
   * Asks for a secret, which isn't shown while it is typed at a terminal.
   *
   * @return the answer; empty at the end of input
   */
  public static Optional<String> secret(Terminal terminal, String question) throws IOException {
    terminal
        .out()
        .print(
            terminal.styled(Terminal.Style.BOLD, question)
                + "\n  "
                + terminal.styled(Terminal.Style.BOLD, "Enter a value:")
                + " ");
    terminal.out().flush();
    Console console = terminal.interactive() ? System.console() : null;
    Optional<String> answer;
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword();
      answer = typed == null ? Optional.empty() : Optional.of(new String(typed).strip());
    } else {
      answer = line(terminal);
    }
    terminal.out().println();
    terminal.out().flush();
    return answer;
  }

  /** The next line typed; empty at the end of input. */
  public static Optional<String> line(Terminal terminal) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = terminal.in().read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = terminal.in().read();
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8).strip());
  }
}
