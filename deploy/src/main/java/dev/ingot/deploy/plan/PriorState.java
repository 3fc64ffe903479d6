package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state with some instances replaced; all else is shared. */
final class PriorState {
  private PriorState() {}

  /**
   * @param changed what an instance is now; empty where it is gone
   * @param providers the provider's configuration that an instance has now; that of the state where
   *     there is none
   */
  static State with(
      State state,
      Map<InstanceAddress, Optional<InstanceState>> changed,
      java.util.function.Function<InstanceAddress, Optional<ProviderConfigAddress>> providers) {
    if (changed.isEmpty()) {
      return state;
    }
    Map<ResourceAddress, SortedMap<InstanceKey, InstanceState>> instances = new HashMap<>();
    Map<ResourceAddress, ProviderConfigAddress> named = new HashMap<>();
    changed.forEach(
        (address, now) -> {
          SortedMap<InstanceKey, InstanceState> all =
              instances.computeIfAbsent(
                  address.resource(),
                  resource ->
                      new TreeMap<>(
                          state
                              .resource(resource)
                              .<Map<InstanceKey, InstanceState>>map(ResourceState::instances)
                              .orElse(Map.of())));
          if (now.isPresent()) {
            all.put(address.key(), now.get());
            providers.apply(address).ifPresent(provider -> named.put(address.resource(), provider));
          } else {
            all.remove(address.key());
          }
        });
    SortedMap<ResourceAddress, ResourceState> resources = new TreeMap<>(state.resources());
    instances.forEach(
        (address, all) -> {
          if (all.isEmpty()) {
            resources.remove(address);
          } else {
            ResourceState before = resources.get(address);
            resources.put(
                address,
                new ResourceState(
                    address,
                    provider(address, Optional.ofNullable(before), named),
                    all,
                    before == null ? Map.of() : before.unknownFields()));
          }
        });
    return new State(
        state.writerVersion(),
        state.serial(),
        state.lineage(),
        state.outputs(),
        resources,
        state.checkResults(),
        state.unknownFields());
  }

  private static ProviderConfigAddress provider(
      ResourceAddress address,
      Optional<ResourceState> before,
      Map<ResourceAddress, ProviderConfigAddress> named) {
    return Optional.ofNullable(named.get(address))
        .or(() -> before.map(ResourceState::provider))
        .orElseThrow(() -> new IllegalStateException(address + " has no provider"));
  }
}
