package dev.ingot.cli.command;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.home.DeployedMachines;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.LogChunk;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.PlatformException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** {@code ingot logs}: what a machine printed. */
public final class LogsCommand implements Command {
  private static final int LINES = 100;
  private static final long FOLLOW_MILLIS = 250;

  @Override
  public String synopsis() {
    return "Show the output of a machine, given as its resource instance, id or IP address.";
  }

  @Override
  public String arguments() {
    return "MACHINE";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .number("lines", "Number of lines to show (default " + LINES + ").")
        .onOff("follow", "Keep printing new lines.")
        .text("folder", "DIR", "The folder whose state names the instance.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, InterruptedException {
    List<String> arguments = invocation.arguments(1);
    if (arguments.isEmpty()) {
      throw new UsageException("Name a machine, such as ingot_machine.web[0]");
    }
    int lines = lines(invocation);
    String machine = machine(invocation, arguments.getFirst());
    AgentHome home = AgentHome.of(invocation.home());
    try (AgentConnection connection =
        new AgentConnection(home, Files.isDirectory(home.platform()))) {
      Optional<AgentClient> agent = connection.get();
      if (agent.isEmpty()) {
        invocation.terminal().error("no machine has been started yet.");
        return ExitCode.ERROR;
      }
      MachineClient machines = agent.get().machines();
      LogChunk chunk = machines.logs(machine, lines);
      print(invocation, chunk);
      tellEnd(invocation, machines, machine);
      while (invocation.given().on("follow")) {
        Thread.sleep(FOLLOW_MILLIS);
        chunk = machines.logsAfter(machine, chunk.position());
        print(invocation, chunk);
      }
      return ExitCode.OK;
    } catch (PlatformException e) {
      invocation.terminal().error(e.describe());
      return ExitCode.ERROR;
    }
  }

  private static void print(Invocation invocation, LogChunk chunk) {
    invocation.terminal().out().print(chunk.text());
    invocation.terminal().out().flush();
  }

  /** A process that the kernel kills prints nothing about it. */
  private static void tellEnd(Invocation invocation, MachineClient machines, String idOrAddress)
      throws PlatformException, InterruptedException {
    for (Machine machine : machines.all()) {
      boolean named = machine.id().equals(idOrAddress) || machine.address().equals(idOrAddress);
      if (named && !machine.isRunning()) {
        invocation
            .terminal()
            .err()
            .println("The machine " + machine.id() + " " + machine.state().predicate() + ".");
      }
    }
  }

  private static int lines(Invocation invocation) {
    return Math.clamp(invocation.given().number("lines").orElse(LINES), 1, Integer.MAX_VALUE);
  }

  private static String machine(Invocation invocation, String name) throws UsageException {
    try {
      InstanceAddress address = InstanceAddress.parse(name);
      String id =
          DeployedMachines.in(StateReader.read(invocation.in(invocation.machinesFolder())))
              .get(address);
      if (id == null) {
        throw new UsageException(
            "There is no "
                + address
                + " in the state here; give its folder with -folder=DIR, or the machine's id");
      }
      return id;
    } catch (AddressException e) {
      return name;
    }
  }
}
