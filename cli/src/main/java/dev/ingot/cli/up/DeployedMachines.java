package dev.ingot.cli.up;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.record.StoredText;
import dev.ingot.state.Environment;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.local.LocalStateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Which machine or balancer of the platform each instance of a state is. */
public final class DeployedMachines {
  private static final Set<String> TYPES = Set.of("ingot_machine", "ingot_balancer");

  private DeployedMachines() {}

  /**
   * The ids of machines and balancers by the addresses of their instances, as the state of a folder
   * has them.
   */
  public static SortedMap<InstanceAddress, String> in(Path folder) {
    Path file = folder.resolve("terraform.tfstate");
    LocalStateStore store =
        LocalStateStore.onDisk(
            StatePaths.of(file),
            new Environment(Clock.systemUTC(), RandomGenerator.getDefault(), "", "ingot", ""));
    return in(store.read().state());
  }

  /** The same of a state at hand. */
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
