package dev.ingot.cli.up;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.Machine;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The agent that a test leaves behind. */
final class LastAgent {
  private LastAgent() {}

  /**
   * Ends the agent of a home and all it runs. Its process is gone then, and writes nothing to the
   * folder that is about to be deleted.
   */
  static void end(AgentHome home) throws Exception {
    Optional<AgentClient> running = AgentClient.connectIfRunning(home);
    if (running.isEmpty()) {
      return;
    }
    long process = Long.parseLong(Files.readString(home.agentLock()).strip());
    try (AgentClient agent = running.get()) {
      for (Balancer balancer : agent.balancers().all()) {
        agent.balancers().destroy(balancer.id());
      }
      for (Machine machine : agent.machines().all()) {
        agent.machines().destroy(machine.id());
      }
      agent.stopAgent();
    }
    Optional<ProcessHandle> left = ProcessHandle.of(process);
    if (left.isPresent()) {
      ProcessHandle _ = left.get().onExit().get(1, TimeUnit.MINUTES);
    }
  }
}
