package dev.ingot.cli.template;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.OnError;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.terminal.Terminal;
import java.io.IOException;

/** A user at a terminal, who is asked to go on at breakpoints. */
record Attendance(OnError next, Terminal terminal) implements OnError {
  @Override
  public Reaction react(BuildIdentity build, String step, String message) {
    return next.react(build, step, message);
  }

  @Override
  public synchronized void pause(BuildIdentity build, String why) {
    terminal.out().print(build.name() + ": " + why + " Press return to continue. ");
    terminal.out().flush();
    try {
      var _ = Questions.line(terminal);
    } catch (IOException e) {
      // Nobody is there to wait for.
    }
    terminal.line("");
  }
}
