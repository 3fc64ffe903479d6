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
 * @param provider the provider's configuration
 * @param instances by key, none of them empty
 * @param unknownFields fields of the file not known here
 */
public record ResourceState(
    ResourceAddress address,
    ProviderConfigAddress provider,
    SortedMap<InstanceKey, InstanceState> instances,
    Map<String, RawJson> unknownFields) {
  public ResourceState {
    instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    unknownFields = Map.copyOf(unknownFields);
  }
}
