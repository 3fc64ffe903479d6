package dev.ingot.platform.fleet;

import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.Health;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.HealthCheck;
import dev.ingot.rollout.HealthCheck.Probe;
import dev.ingot.rollout.core.Event;
import java.util.List;
import java.util.Optional;

/** The machines of the embedded platform, met through its agent. */
public final class PlatformFleet implements Fleet {
  private static final String MACHINE = "ingot_machine";
  private static final int MOST_SHOWN = 80;

  private final Connection agent;

  /** The agent, started where it does not run. */
  @FunctionalInterface
  public interface Connection {
    /** The one connection to the agent; made when it is first asked for. */
    AgentClient get() throws PlatformException, InterruptedException;
  }

  /** The machines an agent has. */
  public PlatformFleet(Connection agent) {
    this.agent = agent;
  }

  @Override
  public boolean has(ResourceAddress resource) {
    return resource.mode() == ResourceMode.MANAGED && resource.type().equals(MACHINE);
  }

  @Override
  public Event.Health probe(Member machine, List<HealthCheck> checks) throws InterruptedException {
    Optional<String> id = id(machine);
    if (id.isEmpty()) {
      return new Event.Health.Unhealthy("it has no machine");
    }
    try {
      AgentClient client = agent.get();
      for (HealthCheck check : checks) {
        Health health = client.probe(id.get(), platformCheck(check));
        if (health instanceof Health.Unhealthy(String asked, String answered)) {
          return dead(client, id.get())
              .orElseGet(
                  () -> new Event.Health.Unhealthy(asked + " answered: " + oneLine(answered)));
        }
      }
      return dead(client, id.get()).orElseGet(Event.Health.Healthy::new);
    } catch (PlatformException e) {
      return new Event.Health.Unhealthy("it could not be asked: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> lastWords(Member machine, int lines) {
    return id(machine).map(id -> log(id, lines));
  }

  private String log(String id, int lines) {
    try {
      return agent.get().logs(id, lines).text();
    } catch (PlatformException e) {
      return "(its log could not be read: " + e.getMessage() + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "(its log was not read: interrupted)";
    }
  }

  @Override
  public Optional<String> image(ResourceAddress resource, Value attributes) {
    return has(resource) ? text(attributes, "image") : Optional.empty();
  }

  private static Optional<String> id(Member machine) {
    return text(machine.attributes(), "id");
  }

  private static Optional<String> text(Value object, String name) {
    return object.isNull()
        ? Optional.empty()
        : Values.attribute(object, name).flatMap(Values::text);
  }

  private static String oneLine(String answer) {
    String line = String.join(" ", answer.strip().split("\\s+"));
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
  }

  private static Optional<Event.Health> dead(AgentClient client, String id)
      throws PlatformException {
    Optional<Machine> machine = client.findMachine(id);
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
