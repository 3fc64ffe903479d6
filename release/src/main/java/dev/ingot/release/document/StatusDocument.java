package dev.ingot.release.document;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.JsonDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The status of a stack: its machines and balancers, and whether they are healthy. As JSON, an
 * object with the arrays {@code machines}, {@code balancers} and {@code rollouts}, whose objects
 * have the fields of {@link MachineStatus}, {@link BalancerStatus} and {@link RolloutStatus}; an
 * unknown instance is an empty text, times are ISO 8601 in UTC.
 *
 * @param machines the machines, by the names of their instances
 * @param balancers the balancers
 * @param rollouts those that have not ended, and those that keep old machines
 */
public record StatusDocument(
    List<MachineStatus> machines, List<BalancerStatus> balancers, List<RolloutStatus> rollouts)
    implements JsonDocument {
  /** A status without rollouts. */
  public StatusDocument(List<MachineStatus> machines, List<BalancerStatus> balancers) {
    this(machines, balancers, List.of());
  }

  /** The same with rollouts. */
  public StatusDocument with(List<RolloutStatus> some) {
    return new StatusDocument(machines, balancers, some);
  }

  /**
   * One rollout.
   *
   * @param release the number of its release
   * @param targets the resources whose instances it replaces
   * @param phase such as {@code proving}
   * @param wave the current wave, from 1
   * @param waves how many there are
   * @param waiting the point at which it waits for a person; empty if it doesn't
   * @param reason why it waits or is rolled back; may be empty
   * @param keptUntil until when old machines are kept; empty if they aren't
   */
  public record RolloutStatus(
      long release,
      String targets,
      String phase,
      int wave,
      int waves,
      String waiting,
      String reason,
      Optional<Instant> keptUntil) {}

  public StatusDocument {
    machines = List.copyOf(machines);
    balancers = List.copyOf(balancers);
    rollouts = List.copyOf(rollouts);
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
    return machines.isEmpty() && balancers.isEmpty() && rollouts.isEmpty();
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
    json.writeArrayPropertyStart("rollouts");
    for (RolloutStatus rollout : rollouts) {
      json.writeStartObject();
      json.writeNumberProperty("release", rollout.release());
      json.writeStringProperty("targets", rollout.targets());
      json.writeStringProperty("phase", rollout.phase());
      json.writeNumberProperty("wave", rollout.wave());
      json.writeNumberProperty("waves", rollout.waves());
      json.writeStringProperty("waiting", rollout.waiting());
      json.writeStringProperty("reason", rollout.reason());
      json.writeStringProperty("kept_until", rollout.keptUntil().map(Instant::toString).orElse(""));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String instance(Optional<InstanceAddress> instance) {
    return instance.map(InstanceAddress::toString).orElse("");
  }
}
