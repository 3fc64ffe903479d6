package dev.ingot.cli.command.state;

import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.StateException;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import java.util.List;
import java.util.Optional;

/** What these commands share: opening the state, and saying what is wrong. */
final class StateAccess {
  private StateAccess() {}

  static Flags flags() {
    return PlanFlags.state();
  }

  static StateStore store(Engine engine) {
    return engine.store(engine.load().get().root().module().backend());
  }

  /** A locked state; empty where it can't be opened, which has been shown. */
  static Optional<StateSession> open(Engine engine, Invocation invocation, String operation)
      throws UsageException {
    return open(store(engine), engine, invocation, operation);
  }

  /** The same, whatever {@code -state-out} says. */
  static Optional<StateSession> openSource(Engine engine, Invocation invocation, String operation)
      throws UsageException {
    return open(store(engine.withoutOption("state-out")), engine, invocation, operation);
  }

  private static Optional<StateSession> open(
      StateStore store, Engine engine, Invocation invocation, String operation)
      throws UsageException {
    try {
      return Optional.of(store.open(PlanFlags.lock(invocation.given(), operation)));
    } catch (StateException e) {
      engine.show(StateProblems.opening(e));
      return Optional.empty();
    }
  }

  /** The state as it is; empty where there is none or it can't be read, which has been shown. */
  static Optional<StateReading> read(Engine engine) {
    try {
      StateReading reading = store(engine).read();
      if (reading.exists()) {
        return Optional.of(reading);
      }
      refuse(engine, noStateFile(engine));
    } catch (StateException e) {
      refuse(engine, "Failed to load state: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Prints plain text on standard error. */
  static int refuse(Engine engine, String text) {
    engine.terminal().out().flush();
    engine.terminal().err().println(text);
    engine.terminal().err().flush();
    return ExitCode.ERROR;
  }

  static int refuse(Engine engine, Diagnostic problem) {
    return refuse(engine, List.of(problem));
  }

  static int refuse(Engine engine, List<Diagnostic> problems) {
    engine.show(problems);
    return ExitCode.ERROR;
  }

  private static String noStateFile(Engine engine) {
    return "No state file was found!\n\nState management commands require a state file. Run this"
        + " command\nin a directory where "
        + engine.wording().product()
        + " has been run or use the -state flag\nto point the command to a specific state"
        + " location.";
  }
}
