package dev.ingot.cli.template;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.OnError;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.terminal.Terminal;
import java.io.IOException;
import java.util.Optional;

/** Asks what to do after each failed step. Where nobody answers, the build is cleaned up. */
final class FailureQuestion implements OnError {
  private final Terminal terminal;

  FailureQuestion(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized Reaction react(BuildIdentity build, String step, String message) {
    terminal.line(build.name() + ": " + step + " failed: " + message);
    while (true) {
      terminal
          .out()
          .print(
              build.name()
                  + ": [c] Clean up and exit, [a] abort without cleanup, or [r] retry the step? ");
      terminal.out().flush();
      Optional<String> answer = answer();
      switch (answer.orElse("c")) {
        case "c" -> {
          return Reaction.CLEANUP;
        }
        case "a" -> {
          return Reaction.ABORT;
        }
        case "r" -> {
          return Reaction.RETRY;
        }
        default -> terminal.line("Answer with c, a or r.");
      }
    }
  }

  private Optional<String> answer() {
    try {
      return Questions.line(terminal);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
