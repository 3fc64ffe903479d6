package dev.ingot.cli.command;

import dev.ingot.platform.agent.AgentProgram;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.PlatformException;
import java.util.Optional;

/** The connection of a command to the agent of the platform, if there is one. */
final class AgentConnection implements AutoCloseable {
  private final Optional<AgentClient> client;

  /**
   * Connects.
   *
   * @param wanted whether there are machines to look at, for which a stopped agent is started:
   *     machines outlive it
   */
  AgentConnection(AgentHome home, boolean wanted) throws PlatformException, InterruptedException {
    this.client =
        wanted
            ? Optional.of(AgentClient.connect(home, AgentProgram.ofThisProcess()))
            : AgentClient.connectIfRunning(home);
  }

  Optional<AgentClient> get() {
    return client;
  }

  @Override
  public void close() {
    client.ifPresent(AgentClient::close);
  }
}
