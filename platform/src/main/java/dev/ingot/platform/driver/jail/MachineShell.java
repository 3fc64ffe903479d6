package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands in a machine with the terminal of this process, beside the machine's own command. */
public final class MachineShell {
  private final AgentHome home;
  private final Processes processes;
  private final Jail jail;

  /** In the machines of a home. */
  public MachineShell(AgentHome home, JailCapability capability, Processes processes) {
    this.home = home;
    this.processes = processes;
    this.jail = new Jail(capability, processes, new Cgroups(Path.of("/proc")));
  }

  /**
   * Runs a command as root of a machine until it ends.
   *
   * @return its exit code
   * @throws PlatformException if the machine doesn't run
   */
  public int run(Machine machine, List<String> command, Map<String, String> environment)
      throws PlatformException, InterruptedException {
    Path run = home.platform().resolve("machines").resolve(machine.id()).resolve("run");
    Optional<ProcessIdentity> holder =
        machine.state() instanceof MachineState.Running(long pid)
            ? processes.identify(pid)
            : Optional.empty();
    Optional<ProcessIdentity> init = Jail.init(run).flatMap(processes::identify);
    if (holder.isEmpty() || init.isEmpty()) {
      throw new PlatformException(
          Code.NOT_FOUND,
          "the machine " + machine.id() + " doesn't run",
          "See its log: ingot logs " + machine.id());
    }
    return jail.attach(
        new JailProcess(holder.get(), init.get()),
        MachinePlan.copiedRoot(run),
        run,
        command,
        environment);
  }
}
