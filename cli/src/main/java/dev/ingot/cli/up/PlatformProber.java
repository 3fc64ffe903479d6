package dev.ingot.cli.up;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.Health;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.rollout.HealthCheck;
import dev.ingot.rollout.HealthCheck.Probe;
import dev.ingot.rollout.Prober;
import dev.ingot.rollout.core.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks at the machines of the embedded platform through its agent. */
final class PlatformProber implements Prober {
  private static final int MOST_SHOWN = 80;

  private final AgentClient agent;
  private final Function<String, Optional<String>> machineOf;

  /**
   * @param machineOf the id of the machine that is current for an instance
   */
  PlatformProber(AgentClient agent, Function<String, Optional<String>> machineOf) {
    this.agent = agent;
    this.machineOf = machineOf;
  }

  @Override
  public Event.Health probe(String address, List<HealthCheck> checks) {
    Optional<String> id = machineOf.apply(address);
    if (id.isEmpty()) {
      return new Event.Health.Unhealthy("it has no machine");
    }
    try {
      for (HealthCheck check : checks) {
        Health health = agent.probe(id.get(), platformCheck(check));
        if (health instanceof Health.Unhealthy(String asked, String answered)) {
          Optional<Event.Health> dead = dead(id.get());
          return dead.orElseGet(
              () -> new Event.Health.Unhealthy(asked + " answered: " + oneLine(answered)));
        }
      }
      return dead(id.get()).orElseGet(Event.Health.Healthy::new);
    } catch (PlatformException e) {
      return new Event.Health.Unhealthy("it could not be asked: " + e.getMessage());
    }
  }

  private static String oneLine(String answer) {
    String line = String.join(" ", answer.strip().split("\\s+"));
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }

  private Optional<Event.Health> dead(String id) throws PlatformException {
    Optional<Machine> machine = agent.findMachine(id);
    if (machine.isEmpty()) {
      return Optional.of(new Event.Health.Dead("the machine is gone"));
    }
    MachineState state = machine.get().state();
    return state instanceof MachineState.Running
        ? Optional.empty()
        : Optional.of(new Event.Health.Dead("the machine ended: " + state.describe()));
  }

  private static dev.ingot.platform.api.HealthCheck platformCheck(HealthCheck check) {
    return switch (check.probe()) {
      case Probe.Http(int port, String path) ->
          new dev.ingot.platform.api.HealthCheck.Http(port, path, 200, 299, check.timeout());
      case Probe.Tcp(int port) -> new dev.ingot.platform.api.HealthCheck.Tcp(port, check.timeout());
      case Probe.Exec(List<String> command) ->
          new dev.ingot.platform.api.HealthCheck.Exec(command, check.timeout());
    };
  }
}
