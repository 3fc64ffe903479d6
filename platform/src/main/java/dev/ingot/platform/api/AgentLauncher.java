package dev.ingot.platform.api;

import java.io.IOException;

/** Starts an agent's process. */
@FunctionalInterface
public interface AgentLauncher {
  /**
   * Starts it, detached from the caller and its terminal, its output appended to {@link
   * AgentHome#agentOutput()}.
   *
   * @return the process, to see whether it ends at once
   * @throws IOException when there is no such program
   */
  Process launch(AgentHome home) throws IOException;
}
