package dev.ingot.platform.api;

import java.io.IOException;

/** Starts an agent's process. */
@FunctionalInterface
public interface AgentLauncher {
  /**
   * Starts it, detached from the caller and its terminal, its output appended to {@link
   * AgentHome#agentOutput()}.
   *
   * @return the process, so that the caller notices when it exits at once
   * @throws IOException when the program does not exist
   */
  Process launch(AgentHome home) throws IOException;
}
