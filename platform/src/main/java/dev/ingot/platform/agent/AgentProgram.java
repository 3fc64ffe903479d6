package dev.ingot.platform.agent;

import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.AgentLauncher;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.platform.program.ProgramCopy;
import java.io.IOException;
import java.util.List;

/** The agent as a program that can be started. */
public final class AgentProgram {
  private AgentProgram() {}

  /** The Java and the class path this process runs with, from a copy of their own. */
  public static AgentLauncher ofThisProcess() {
    return home -> {
      JavaCommand command = JavaCommand.ofThisProcess();
      try {
        command = ProgramCopy.of(command, home.platform());
      } catch (IOException e) {
        // It runs as well from where this process does, until that is built again.
        return start(command, home);
      }
      return start(command, home);
    };
  }

  private static Process start(JavaCommand command, AgentHome home) throws IOException {
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
