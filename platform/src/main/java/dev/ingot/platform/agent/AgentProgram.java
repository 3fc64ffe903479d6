package dev.ingot.platform.agent;

import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.AgentLauncher;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.platform.program.ProgramCopy;
import java.io.IOException;
import java.util.List;

/** How to start the agent's process. */
public final class AgentProgram {
  private AgentProgram() {}

  /** The JVM and class path of this process, taken from a private copy. */
  public static AgentLauncher ofThisProcess() {
    return home -> {
      JavaCommand command = JavaCommand.ofThisProcess();
      try {
        command = ProgramCopy.of(command, home.platform());
      } catch (IOException e) {
        // Without a copy it runs from this process's own class path, until the next build
        // overwrites it.
        return start(command, home);
      }
      return start(command, home);
    };
  }

  /** Starts an agent with a guard. */
  static Process start(JavaCommand command, AgentHome home) throws IOException {
    return command
        .reportingCrashesIn(home.crashes())
        .launchGuarded(
            List.of("-Xmx256m", "-Xms16m", "-Xmn8m", "-XX:TieredStopAtLevel=1"),
            // By name: its class and all it uses are not loaded here.
            "dev.ingot.platform.agent.AgentMain",
            List.of(home.path().toString(), home.shortDirectory().toString()),
            home.agentOutput());
  }
}
