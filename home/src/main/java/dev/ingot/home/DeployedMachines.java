package dev.ingot.home;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.record.StoredText;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The platform's machines and balancers by the instances of a state. */
public final class DeployedMachines {
  private static final Set<String> TYPES = Set.of("ingot_machine", "ingot_balancer");

  private DeployedMachines() {}

  /** The ids of machines and balancers by the addresses of their instances. */
  public static SortedMap<InstanceAddress, String> in(State state) {
    SortedMap<InstanceAddress, String> machines = new TreeMap<>();
    state
        .instances()
        .filter(address -> TYPES.contains(address.resource().type()))
        .forEach(
            address ->
                state
                    .instance(address)
                    .flatMap(InstanceState::current)
                    .flatMap(DeployedMachines::id)
                    .ifPresent(id -> machines.put(address, id)));
    return machines;
  }

  /** The {@code id} of an object. */
  static Optional<String> id(ObjectState object) {
    return object.attributes() instanceof StoredAttributes.Json(var raw)
        ? StoredText.attribute(raw.text(), "id")
        : Optional.empty();
  }
}
