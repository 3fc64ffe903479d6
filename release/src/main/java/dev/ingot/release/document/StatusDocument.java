package dev.ingot.release.document;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.JsonDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The status of a stack: its machines and balancers, and whether they are healthy. As JSON, an
 * object with the arrays {@code machines} and {@code balancers}, whose objects have the fields of
 * {@link MachineStatus} and {@link BalancerStatus}; an unknown instance is an empty text, times are
 * ISO 8601 in UTC.
 *
 * @param machines the machines, by the names of their instances
 * @param balancers the balancers
 */
public record StatusDocument(List<MachineStatus> machines, List<BalancerStatus> balancers)
    implements JsonDocument {
  public StatusDocument {
    machines = List.copyOf(machines);
    balancers = List.copyOf(balancers);
  }

  /**
   * One machine.
   *
   * @param id the platform's id
   * @param instance the instance of the configuration; empty if it belongs to another one
   * @param address its IP address
   * @param image the version it runs, else what it runs
   * @param state such as {@code running}
   * @param health as its balancers see it, which decides whether it gets requests; empty for one
   *     that has ended
   * @param created when it was created
   */
  public record MachineStatus(
      String id,
      Optional<InstanceAddress> instance,
      String address,
      String image,
      String state,
      String health,
      Instant created) {
    /** Its name: that of its instance, else its id. */
    public String name() {
      return instance.map(InstanceAddress::toString).orElse(id);
    }
  }

  /**
   * One balancer.
   *
   * @param id the platform's id
   * @param instance the instance of the configuration; empty if it belongs to another one
   * @param port where it listens on this host
   * @param backends how many backends it has
   * @param healthy how many of them are healthy
   * @param requests how many requests it has received
   * @param failed how many of them it could not get answered
   */
  public record BalancerStatus(
      String id,
      Optional<InstanceAddress> instance,
      int port,
      long backends,
      long healthy,
      long requests,
      long failed) {
    /** Its name: that of its instance, else its id. */
    public String name() {
      return instance.map(InstanceAddress::toString).orElse(id);
    }
  }

  /** Whether nothing runs. */
  public boolean isEmpty() {
    return machines.isEmpty() && balancers.isEmpty();
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("machines");
    for (MachineStatus machine : machines) {
      json.writeStartObject();
      json.writeStringProperty("id", machine.id());
      json.writeStringProperty("instance", instance(machine.instance()));
      json.writeStringProperty("address", machine.address());
      json.writeStringProperty("image", machine.image());
      json.writeStringProperty("state", machine.state());
      json.writeStringProperty("health", machine.health());
      json.writeStringProperty("created", machine.created().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("balancers");
    for (BalancerStatus balancer : balancers) {
      json.writeStartObject();
      json.writeStringProperty("id", balancer.id());
      json.writeStringProperty("instance", instance(balancer.instance()));
      json.writeNumberProperty("port", balancer.port());
      json.writeNumberProperty("backends", balancer.backends());
      json.writeNumberProperty("healthy", balancer.healthy());
      json.writeNumberProperty("requests", balancer.requests());
      json.writeNumberProperty("failed", balancer.failed());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String instance(Optional<InstanceAddress> instance) {
    return instance.map(InstanceAddress::toString).orElse("");
  }
}
