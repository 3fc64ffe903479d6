package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.platform.agent.AgentProgram;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.LogChunk;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.rootfs.ThrowAwayMachine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ingot boot}: a throw-away copy of an image, to see how it runs. */
public final class BootCommand implements Command {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  @Override
  public String synopsis() {
    return "Start a throw-away copy of an image, or of a running machine's, and show its output.";
  }

  @Override
  public String arguments() {
    return "IMAGE | MACHINE";
  }

  @Override
  public Flags flags() {
    return ImageCopy.flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, InterruptedException {
    List<String> arguments = invocation.arguments(1);
    if (arguments.isEmpty()) {
      throw new UsageException("Name an image, such as web:v2, or a machine");
    }
    Terminal terminal = invocation.terminal();
    try (AgentClient agent =
            AgentClient.connect(AgentHome.of(invocation.home()), AgentProgram.ofThisProcess());
        Interruption interruption =
            new Interruption(
                () -> terminal.notice("Stopping: the copy is removed."),
                () -> terminal.error("Ended before the copy was removed. The agent removes it."))) {
      MachineClient machines = agent.machines();
      ImageCopy copy = ImageCopy.of(invocation, machines, arguments.getFirst());
      try (ThrowAwayMachine started =
          ThrowAwayMachine.start(
              machines, "boot", owner -> copy.with(copy.specification().command(), owner))) {
        terminal.notice(introduction(copy, started.machine()));
        return follow(terminal, machines, started.machine(), interruption);
      }
    } catch (PlatformException e) {
      terminal.error(e.describe());
      return ExitCode.ERROR;
    }
  }

  private static String introduction(ImageCopy copy, Machine machine) {
    String ports =
        machine.spec().ports().stream()
            .map(port -> machine.address() + ":" + port)
            .collect(Collectors.joining(", "));
    return "A copy of "
        + copy.name()
        + " runs at "
        + (ports.isEmpty() ? machine.address() : ports)
        + ". Ctrl-C removes it.";
  }

  private static int follow(
      Terminal terminal, MachineClient machines, Machine machine, Interruption interruption)
      throws PlatformException, InterruptedException {
    long position = 0;
    while (true) {
      Optional<Machine> now = machines.find(machine.id());
      LogChunk chunk = machines.logsAfter(machine.id(), position);
      position = chunk.position();
      terminal.out().print(chunk.text());
      terminal.out().flush();
      if (now.isEmpty() || !now.get().isRunning()) {
        if (!chunk.text().isEmpty()) {
          continue;
        }
        terminal.notice(
            "The copy " + now.map(one -> one.state().predicate()).orElse("is gone") + ".");
        return now.map(Machine::state).orElse(machine.state())
                    instanceof MachineState.Exited(int code, var _, var _)
                && code == 0
            ? ExitCode.OK
            : ExitCode.ERROR;
      }
      if (interruption.cancellation().await(BETWEEN_LOOKS)) {
        return ExitCode.INTERRUPTED;
      }
    }
  }
}
