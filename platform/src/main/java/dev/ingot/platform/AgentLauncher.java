package dev.ingot.platform;

import java.io.IOException;

/** Starts an agent's process. */
@FunctionalInterface
public interface AgentLauncher {
  /**
   * Starts it, detached from the caller and its terminal, its output appended to {@link
   * AgentHome#agentLog()}.
   *
   * @return the process, to see whether it ends at once
   * @throws IOException when there is no such program
   */
  Process launch(AgentHome home) throws IOException;

  /** The Java and the class path this process runs with, from a copy of their own. */
  static AgentLauncher ofThisProcess() {
    return home -> {
      JavaCommand command = JavaCommand.ofThisProcess();
      try {
        command = ProgramCopy.of(command, home.platform());
      } catch (IOException e) {
        // It runs as well from where this process does, until that is built again.
        return command.launchAgent(home);
      }
      return command.launchAgent(home);
    };
  }
}
