package dev.ingot.cli.command.state;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.Environment;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.StateStore;
import dev.ingot.state.encryption.Encryptions;
import java.util.List;
import java.util.Optional;

/** Opens the state for these commands, and reports errors. */
final class StateAccess {
  private StateAccess() {}

  static Flags flags() {
    return PlanFlags.state();
  }

  static StateStore store(Invocation invocation) {
    return invocation.project().store(invocation.project().root());
  }

  /** For other files of states, which are encrypted as the state is. */
  static Environment environment(Invocation invocation) {
    return invocation.project().environment(encryption(invocation).state());
  }

  /** How states are encrypted. */
  static Encryptions encryption(Invocation invocation) {
    Project project = invocation.project();
    return project.encryption(project.root());
  }

  /** A locked state; empty if it can't be opened, with the error already shown. */
  static Optional<StateSession> open(Invocation invocation, String operation)
      throws UsageException {
    return open(invocation, invocation, operation);
  }

  /** The same, whatever {@code -state-out} says. */
  static Optional<StateSession> openSource(Invocation invocation, String operation)
      throws UsageException {
    return open(invocation.withoutOption("state-out"), invocation, operation);
  }

  private static Optional<StateSession> open(
      Invocation where, Invocation invocation, String operation) throws UsageException {
    try {
      return Optional.of(store(where).open(PlanFlags.lock(invocation.given(), operation)));
    } catch (StateException e) {
      invocation.show(StateProblems.opening(e));
      return Optional.empty();
    }
  }

  /**
   * The current state; empty if there is none or it can't be read, with the error already shown.
   */
  static Optional<StateReading> read(Invocation invocation) {
    try {
      StateReading reading = store(invocation).read();
      if (reading.exists()) {
        return Optional.of(reading);
      }
      refuse(invocation, noStateFile(invocation));
    } catch (StateSetupException e) {
      refuse(invocation, e.problems());
    } catch (StateException e) {
      refuse(invocation, "Failed to load state: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Prints plain text on standard error. */
  static int refuse(Invocation invocation, String text) {
    boolean red = !invocation.wording().own() && invocation.terminal().color();
    invocation.terminal().out().flush();
    invocation.terminal().err().println(red ? "\u001b[31m" + text + "\u001b[0m\u001b[0m" : text);
    invocation.terminal().err().flush();
    return ExitCode.ERROR;
  }

  static int refuse(Invocation invocation, Diagnostic problem) {
    return refuse(invocation, List.of(problem));
  }

  static int refuse(Invocation invocation, List<Diagnostic> problems) {
    invocation.showFramed(problems);
    return ExitCode.ERROR;
  }

  private static String noStateFile(Invocation invocation) {
    return "No state file was found!\n\nState management commands require a state file. Run this"
        + " command\nin a directory where "
        + invocation.wording().product()
        + " has been run or use the -state flag\nto point the command to a specific state"
        + " location.";
  }
}
