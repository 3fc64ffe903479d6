package dev.ingot.state;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is stored of a resource.
 *
 * @param provider the block of the provider's configuration; see {@link #provider(InstanceKey)}
 * @param instances by key, none of them empty
 * @param unknownFields fields of the file not known here
 */
public record ResourceState(
    ResourceAddress address,
    ProviderConfigAddress provider,
    SortedMap<InstanceKey, InstanceState> instances,
    Map<String, RawJson> unknownFields) {
  public ResourceState {
    provider = provider.block();
    instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    unknownFields = Map.copyOf(unknownFields);
  }

  /** The provider's configuration that one instance belongs to. */
  public ProviderConfigAddress provider(InstanceKey instance) {
    InstanceState stored = instances.get(instance);
    return stored == null ? provider : provider.instance(stored.providerKey());
  }
}
