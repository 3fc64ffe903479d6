package dev.ingot.platform.fleet;

import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Time;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.rollout.Fleet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The machines of the embedded platform, reached through its agent. */
public final class PlatformFleet implements Fleet {
  private static final String MACHINE = "ingot_machine";
  private static final String BALANCER = "ingot_balancer";

  private final Connection agent;
  private final Time time;

  /** The agent, started if none runs. */
  @FunctionalInterface
  public interface Connection {
    /** The one connection to the agent, made on first use. */
    AgentClient get() throws PlatformException, InterruptedException;
  }

  /**
   * The machines of an agent.
   *
   * @param time by which timeouts of checks that this process makes are measured
   */
  public PlatformFleet(Connection agent, Time time) {
    this.agent = agent;
    this.time = time;
  }

  @Override
  public boolean has(ResourceAddress resource) {
    return resource.mode() == ResourceMode.MANAGED && resource.type().equals(MACHINE);
  }

  @Override
  public Verdict probe(Member machine, List<HealthCheck> checks) throws InterruptedException {
    String address = machine.address().toString();
    Optional<String> id = id(machine);
    if (id.isEmpty()) {
      return new Verdict.Unhealthy(address, "no machine");
    }
    try {
      MachineClient machines = agent.get().machines();
      Verdict verdict = running(machines, id.get());
      for (HealthCheck check : checks) {
        if (!verdict.isHealthy()) {
          return verdict;
        }
        verdict = ask(machines, id.get(), machine.attributes(), check.check());
      }
      return verdict;
    } catch (PlatformException e) {
      return new Verdict.Unhealthy(address, "the check failed: " + e.getMessage());
    }
  }

  private static Verdict running(MachineClient machines, String id) throws PlatformException {
    Optional<Machine> machine = machines.find(id);
    if (machine.isEmpty()) {
      return new Verdict.Dead("the machine is gone");
    }
    MachineState state = machine.get().state();
    return state instanceof MachineState.Running
        ? new Verdict.Healthy("is it running", "running")
        : new Verdict.Dead("the machine " + state.predicate());
  }

  private Verdict ask(MachineClient machines, String id, Value attributes, Check check)
      throws PlatformException, InterruptedException {
    return switch (check) {
      case Check.Direct direct -> machines.probe(id, direct);
      case Check.Url url -> AttributeCheck.ask(url, attributes, time);
      case Check.Condition condition -> AttributeCheck.judge(condition, attributes);
      case Check.Endpoint endpoint -> AttributeCheck.connect(endpoint, attributes, time);
      case Check.Command command -> {
        AttributeCheck.Resolved resolved = AttributeCheck.command(command, attributes);
        yield resolved.exec().isEmpty()
            ? resolved.problem()
            : machines.probe(id, resolved.exec().get());
      }
    };
  }

  @Override
  public Optional<String> lastWords(Member machine, int lines) {
    return id(machine).map(id -> log(id, lines));
  }

  private String log(String id, int lines) {
    try {
      return agent.get().machines().logs(id, lines).text();
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

  /** Its volumes. */
  @Override
  public Set<String> holds(ResourceAddress resource, Value attributes) {
    return has(resource) && !attributes.isNull()
        ? Values.attribute(attributes, "volume").flatMap(Values::elements).stream()
            .flatMap(List::stream)
            .flatMap(volume -> text(volume, "name").stream())
            .collect(Collectors.toSet())
        : Set.of();
  }

  @Override
  public boolean isFront(ResourceAddress resource) {
    return resource.mode() == ResourceMode.MANAGED && resource.type().equals(BALANCER);
  }

  @Override
  public Verdict reach(Member front, List<Member> machines) throws InterruptedException {
    Set<String> addresses = addresses(machines);
    return ask(front, (asked, balancer) -> reach(asked, balancer, addresses));
  }

  @Override
  public Verdict serves(Member front) throws InterruptedException {
    return ask(front, PlatformFleet::serves);
  }

  @Override
  public Optional<Traffic> traffic(Member front, List<Member> machines)
      throws InterruptedException {
    Set<String> addresses = addresses(machines);
    try {
      Optional<String> id = id(front);
      Optional<Balancer> balancer =
          id.isEmpty() ? Optional.empty() : agent.get().balancers().find(id.get());
      return balancer.flatMap(one -> traffic(one, addresses));
    } catch (PlatformException e) {
      // Without an answer nothing is known, which an analysis says.
      return Optional.empty();
    }
  }

  static Optional<Traffic> traffic(Balancer balancer, Set<String> addresses) {
    return balancer.backends().stream()
        .filter(backend -> addresses.contains(backend.backend().address()))
        .map(BackendStatus::traffic)
        .reduce(Traffic::plus);
  }

  private static Set<String> addresses(List<Member> machines) {
    return machines.stream()
        .flatMap(machine -> text(machine.attributes(), "address").stream())
        .collect(Collectors.toSet());
  }

  private Verdict ask(Member front, BiFunction<String, Balancer, Verdict> question)
      throws InterruptedException {
    String asked = front.address().toString();
    Optional<String> id = id(front);
    if (id.isEmpty()) {
      return new Verdict.Unhealthy(asked, "it has no balancer");
    }
    try {
      return agent
          .get()
          .balancers()
          .find(id.get())
          .map(balancer -> question.apply(asked, balancer))
          .orElseGet(() -> new Verdict.Unhealthy(asked, "the balancer is gone"));
    } catch (PlatformException e) {
      return new Verdict.Unhealthy(asked, "the check failed: " + e.getMessage());
    }
  }

  static Verdict reach(String asked, Balancer balancer, Set<String> addresses) {
    for (BackendStatus backend : balancer.backends()) {
      if (addresses.contains(backend.backend().address()) && !backend.health().isHealthy()) {
        return new Verdict.Unhealthy(
            asked, "backend " + backend.backend().endpoint() + ": " + backend.health().evidence());
      }
    }
    return new Verdict.Healthy(asked, "its backends are healthy");
  }

  static Verdict serves(String asked, Balancer balancer) {
    Optional<BackendStatus> bad = Optional.empty();
    for (BackendStatus backend : balancer.backends()) {
      if (backend.health().isHealthy()) {
        return new Verdict.Healthy(asked, "it has a healthy backend");
      }
      bad = Optional.of(bad.orElse(backend));
    }
    return bad.<Verdict>map(
            backend ->
                new Verdict.Unhealthy(
                    asked,
                    "no healthy backend ("
                        + backend.backend().endpoint()
                        + ": "
                        + backend.health().evidence()
                        + ")"))
        .orElseGet(() -> new Verdict.Healthy(asked, "it has no backends"));
  }

  private static Optional<String> id(Member machine) {
    return text(machine.attributes(), "id");
  }

  private static Optional<String> text(Value object, String name) {
    return object.isNull()
        ? Optional.empty()
        : Values.attribute(object, name).flatMap(Values::text);
  }
}
