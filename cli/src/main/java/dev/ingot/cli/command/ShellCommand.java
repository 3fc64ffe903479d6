package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.platform.agent.AgentProgram;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.MachineShell;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.rootfs.ThrowAwayMachine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ingot shell}: a shell in a throw-away copy of an image. */
public final class ShellCommand implements Command {
  /** Does nothing until it is asked to end. */
  private static final List<String> WAITING =
      List.of("sh", "-c", "trap 'exit 0' TERM; while :; do sleep 3600 & wait $!; done");

  /**
   * A shell that is quiet at its end: it can't give the terminal back to this command, which is
   * outside of the machine and needs no giving, and would complain about that.
   */
  private static final List<String> QUIET_SHELL =
      List.of(
          "sh",
          "-c",
          """
          rc=/run/ingot-shell
          echo 'trap "exec 2>/dev/null" EXIT' >$rc 2>/dev/null && export ENV=$rc
          unset rc
          exec sh
          """);

  @Override
  public String synopsis() {
    return "Open a shell in a throw-away copy of an image, or of a running machine's.";
  }

  @Override
  public String arguments() {
    return "IMAGE | MACHINE [-- COMMAND…]";
  }

  @Override
  public Flags flags() {
    return ImageCopy.flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, InterruptedException {
    List<String> arguments = invocation.given().arguments();
    if (arguments.isEmpty()) {
      throw new UsageException("Name an image, such as web:v2, or a machine");
    }
    Terminal terminal = invocation.terminal();
    AgentHome home = AgentHome.of(invocation.home());
    try (AgentClient agent = AgentClient.connect(home, AgentProgram.ofThisProcess())) {
      ImageCopy copy = ImageCopy.of(invocation, agent.machines(), arguments.getFirst());
      try (ThrowAwayMachine started =
          ThrowAwayMachine.start(agent.machines(), "shell", owner -> copy.with(WAITING, owner))) {
        boolean work = arguments.size() == 1;
        List<String> command = work ? QUIET_SHELL : arguments.subList(1, arguments.size());
        if (work && terminal.interactive()) {
          terminal.notice(
              "A shell in a copy of "
                  + copy.name()
                  + ", whose own command isn't started. Only /tmp and /run can be written; the"
                  + " copy is removed when the shell ends.");
        }
        terminal.flush();
        int code =
            new MachineShell(home, agent.capability(), Processes.ofHost())
                .run(started.machine(), command, environment(invocation, copy));
        // A shell gives the code of its last command, which is none of this one's.
        return work && terminal.interactive() ? ExitCode.OK : code;
      }
    } catch (PlatformException e) {
      terminal.error(e.describe());
      return ExitCode.ERROR;
    }
  }

  private static Map<String, String> environment(Invocation invocation, ImageCopy copy) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    environment.put("HOME", "/");
    environment.put("TERM", invocation.environment().getOrDefault("TERM", "dumb"));
    environment.put("HOSTNAME", copy.specification().name());
    environment.put("PS1", copy.name() + " # ");
    environment.putAll(copy.specification().environment());
    return environment;
  }
}
