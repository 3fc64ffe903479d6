package dev.ingot.cli.command;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.Table;
import dev.ingot.health.Verdict;
import dev.ingot.home.DeployedMachines;
import dev.ingot.home.Home;
import dev.ingot.lang.JsonDocument;
import dev.ingot.ledger.Ledger;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * {@code ingot status}: the machines and balancers of this host, by the names a folder's
 * configuration gives them.
 */
public final class StatusCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the machines and balancers and their health.";
  }

  @Override
  public String arguments() {
    return "[FOLDER]";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, InterruptedException {
    Path folder =
        invocation.folder().resolve(invocation.arguments(1).stream().findFirst().orElse("."));
    SortedMap<InstanceAddress, String> deployed =
        DeployedMachines.in(StateReader.read(invocation.in(folder.normalize())));
    AgentHome agentHome = AgentHome.of(invocation.home());
    Clock clock = Clock.systemUTC();
    Home home = new Home(invocation.home(), clock);
    // Machines outlive a killed agent: a new one finds them.
    try (AgentConnection connection = new AgentConnection(agentHome, !deployed.isEmpty());
        Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Optional<AgentClient> agent = connection.get();
      Map<String, String> names = new HashMap<>();
      deployed.forEach((address, id) -> names.put(id, address.toString()));
      Status status =
          new Status(
              agent.isEmpty() ? List.of() : sorted(agent.get().machines().all(), names),
              agent.isEmpty() ? List.of() : agent.get().balancers().all(),
              names,
              registry,
              clock);
      invocation.terminal().line(invocation.given().on("json") ? status.json() : status.text());
      return ExitCode.OK;
    } catch (PlatformException e) {
      invocation.terminal().err().println("Error: " + e.describe());
      return ExitCode.ERROR;
    }
  }

  private static List<Machine> sorted(List<Machine> machines, Map<String, String> names) {
    return machines.stream()
        .sorted(Comparator.comparing(machine -> names.getOrDefault(machine.id(), machine.id())))
        .toList();
  }

  private record Status(
      List<Machine> machines,
      List<Balancer> balancers,
      Map<String, String> names,
      Registry registry,
      Clock clock) {

    String text() {
      Table table = new Table("MACHINE", "AT", "IMAGE", "STATE", "HEALTH", "AGE");
      for (Machine machine : machines) {
        table.row(
            names.getOrDefault(machine.id(), machine.id()),
            machine.address(),
            image(machine),
            machine.state().describe(),
            health(machine),
            Table.duration(Duration.between(machine.createdAt(), clock.instant())));
      }
      Table fronts =
          new Table("BALANCER", "LISTENS ON", "BACKENDS", "HEALTHY", "REQUESTS", "FAILED");
      for (Balancer balancer : balancers) {
        fronts.row(
            names.getOrDefault(balancer.id(), balancer.id()),
            "127.0.0.1:" + balancer.spec().port(),
            Integer.toString(balancer.backends().size()),
            Long.toString(
                balancer.backends().stream()
                    .filter(one -> one.health() instanceof Verdict.Healthy)
                    .count()),
            Long.toString(balancer.requests()),
            Long.toString(balancer.failed()));
      }
      return machines.isEmpty() && balancers.isEmpty()
          ? "Nothing is running."
          : table.text() + (fronts.isEmpty() ? "" : "\n\n" + fronts.text());
    }

    String json() {
      return JsonDocument.text(
          json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("machines");
            for (Machine machine : machines) {
              json.writeStartObject();
              json.writeStringProperty("id", machine.id());
              json.writeStringProperty("instance", names.getOrDefault(machine.id(), ""));
              json.writeStringProperty("address", machine.address());
              json.writeStringProperty("image", image(machine));
              json.writeStringProperty("state", machine.state().describe());
              json.writeStringProperty("health", health(machine));
              json.writeStringProperty("created", machine.createdAt().toString());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("balancers");
            for (Balancer balancer : balancers) {
              json.writeStartObject();
              json.writeStringProperty("id", balancer.id());
              json.writeNumberProperty("port", balancer.spec().port());
              json.writeNumberProperty("requests", balancer.requests());
              json.writeNumberProperty("failed", balancer.failed());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    }

    private String image(Machine machine) {
      return switch (machine.spec().root()) {
        case MachineRoot.Image(String digest) ->
            registry.findByDigest(Digest.parse(digest)).stream()
                .findFirst()
                .map(Version::reference)
                .orElse(Table.digest(digest));
        case MachineRoot other -> other.toString();
      };
    }

    /** Whether a backend, with its port, is at an address. */
    private static boolean isAt(String backend, String address) {
      return backend.equals(address) || backend.startsWith(address + ":");
    }

    /** Its health as seen by the balancers, which decides whether it gets requests. */
    private String health(Machine machine) {
      return balancers.stream()
          .flatMap(balancer -> balancer.backends().stream())
          .filter(one -> isAt(one.backend().address(), machine.address()))
          .map(BackendStatus::health)
          .findFirst()
          .map(
              health ->
                  health instanceof Verdict.Healthy ? "healthy" : "unhealthy: " + health.answered())
          .orElse(machine.isRunning() ? "in no balancer" : "");
    }
  }
}
