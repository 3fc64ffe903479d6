package dev.ingot.cli.console;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.lang.Diagnostics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The console with expressions piped in, one a line or over several lines where brackets are open.
 * The value of the last one is printed. Rules: the recorded behaviour of Terraform 1.11, which
 * reads no heredocs here, and not over lines either.
 */
public final class PipedConsole {
  private PipedConsole() {}

  /** Evaluates all; the exit code. */
  public static int run(Invocation invocation, ConsoleNames names) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(invocation.terminal().in(), StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    String last = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      text.append(text.isEmpty() ? "" : "\n").append(line);
      if (text.toString().strip().equals("exit")) {
        return ExitCode.OK;
      }
      if (text.toString().isBlank()) {
        text.setLength(0);
        continue;
      }
      if (invocation.wording().own() && OpenBrackets.goesOnInBrackets(text.toString())) {
        continue;
      }
      Optional<String> value = evaluate(invocation, names, text.toString());
      if (value.isEmpty()) {
        return ExitCode.ERROR;
      }
      last = value.get();
      text.setLength(0);
    }
    if (!text.isEmpty()) {
      Optional<String> value = evaluate(invocation, names, text.toString());
      if (value.isEmpty()) {
        return ExitCode.ERROR;
      }
      last = value.get();
    }
    if (!last.isEmpty()) {
      invocation.terminal().line(last);
    }
    return ExitCode.OK;
  }

  private static Optional<String> evaluate(Invocation invocation, ConsoleNames names, String text) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<String> printed = names.print(text, diagnostics);
    invocation.show(diagnostics.list());
    return printed;
  }
}
