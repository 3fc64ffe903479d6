package dev.ingot.rollout;

import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.health.AttributeCheck;
import dev.ingot.health.Check;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.SocketProbe;
import dev.ingot.health.Time;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.MachineCommands.Subject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The resources of any provider as machines, checked from this host based on their attributes.
 * {@code url} and {@code condition} checks are expressions over {@code self}; {@code tcp} and
 * {@code http} by port need an attribute {@code address}; the command of an {@code exec} check runs
 * on this host and gets the attributes as JSON on its standard input and in its environment.
 */
public final class ResourceFleet implements Fleet {
  private static final String ADDRESS = "address";

  private final Time time;
  private final MachineCommands commands;

  /**
   * @param folder the folder commands run in
   * @param time by which timeouts are measured
   */
  public ResourceFleet(Path folder, Time time) {
    this.time = time;
    this.commands = new MachineCommands(folder, time);
  }

  @Override
  public boolean has(ResourceAddress resource) {
    return resource.mode() == ResourceMode.MANAGED;
  }

  @Override
  public Verdict probe(Member machine, List<HealthCheck> checks) throws InterruptedException {
    Verdict verdict = new Verdict.Healthy(machine.address().toString(), "in the state");
    for (HealthCheck check : checks) {
      if (verdict.isHealthy()) {
        verdict = ask(check.check(), Subject.of(machine));
      }
    }
    return verdict;
  }

  /** Runs a check that is not about a machine. */
  public Verdict ask(Check check, String name, Value attributes) throws InterruptedException {
    return ask(check, new Subject(name, attributes));
  }

  private Verdict ask(Check check, Subject machine) throws InterruptedException {
    Value attributes = machine.attributes();
    return switch (check) {
      case Check.Url url -> AttributeCheck.ask(url, attributes, time);
      case Check.Condition condition -> AttributeCheck.judge(condition, attributes);
      case Check.Endpoint endpoint -> AttributeCheck.connect(endpoint, attributes, time);
      case Check.Tcp(int port, Duration timeout) -> connect(port, timeout, attributes);
      case Check.Http http ->
          new Verdict.Unhealthy(
              "GET port " + http.port() + http.path(),
              "only platform machines can be checked by port; set url instead");
      case Check.Command command -> {
        AttributeCheck.Resolved resolved = AttributeCheck.command(command, attributes);
        yield resolved.exec().isEmpty()
            ? resolved.problem()
            : commands.run(resolved.exec().get(), machine);
      }
      case Check.Exec exec -> commands.run(exec, machine);
    };
  }

  private Verdict connect(int port, Duration timeout, Value attributes)
      throws InterruptedException {
    Optional<String> host =
        attributes.isNull()
            ? Optional.empty()
            : Values.attribute(attributes, ADDRESS).flatMap(Values::text);
    String asked = "tcp " + host.orElse("?") + ":" + port;
    return host.isEmpty()
        ? new Verdict.Unhealthy(asked, "the resource has no attribute \"address\"; set host, too")
        : SocketProbe.connect(asked, host.get(), port, timeout, time);
  }

  /** What the settings of a rollout say: by default, the output of resources is not kept. */
  @Override
  public Optional<String> lastWords(Member machine, int lines) {
    return Optional.empty();
  }

  @Override
  public Optional<String> image(ResourceAddress resource, Value attributes) {
    return Optional.empty();
  }

  /** The commands that check and describe machines of this fleet. */
  public MachineCommands commands() {
    return commands;
  }
}
