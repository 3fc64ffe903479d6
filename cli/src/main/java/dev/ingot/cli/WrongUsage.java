package dev.ingot.cli;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.ControlCharacters;
import dev.ingot.lang.WordWrap;
import java.util.Set;

/**
 * Says what is wrong with how a command was called. Where Ingot is called as Terraform, its old
 * commands say so in their old ways. Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param called the command's name, of one word or two
 */
record WrongUsage(String called, Command command, Terminal terminal, Wording wording) {
  /** The commands of Terraform that report wrong options as they report everything else. */
  private static final Set<String> NEW_COMMANDS =
      Set.of(
          "apply",
          "destroy",
          "init",
          "modules",
          "output",
          "plan",
          "refresh",
          "show",
          "test",
          "validate");

  int show(UsageException wrong) {
    String message = String.valueOf(wrong.getMessage());
    switch (wrong.kind()) {
      case ARGUMENTS -> {
        terminal.line(help());
        plain(message);
      }
      case EXCESS -> plain(called.equals("init") ? "\nError: " + message : message);
      case FLAGS -> {
        if (wording.own() || NEW_COMMANDS.contains(called)) {
          error(wrong.summary(), message);
        } else {
          String usage = called.startsWith("state ") ? "" : help() + "\n";
          plain(usage + "Error parsing command-line flags: " + message + "\n");
        }
      }
      case LINE -> error(wrong.summary(), message);
    }
    return ExitCode.ERROR;
  }

  private String help() {
    return Commands.help(called, command, terminal.width() - 1);
  }

  private void plain(String text) {
    terminal.out().flush();
    terminal.err().println(ControlCharacters.shown(text));
    terminal.err().flush();
  }

  private void error(String summary, String message) {
    plain("");
    terminal.error(
        ControlCharacters.shown(
            summary
                + "\n\n"
                + WordWrap.paragraphs(message, terminal.width() - 1)
                + "\n\nFor more help on using this command, run:\n  "
                + wording.program()
                + " "
                + called
                + " -help"));
  }
}
