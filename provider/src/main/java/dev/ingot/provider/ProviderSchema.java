package dev.ingot.provider;

import dev.ingot.lang.schema.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a provider offers.
 *
 * @param provider what its configuration looks like
 * @param providerMeta what modules may say to it; empty if nothing
 */
public record ProviderSchema(
    Schema provider,
    Optional<Schema> providerMeta,
    SortedMap<String, ResourceTypeSchema> resourceTypes,
    SortedMap<String, ResourceTypeSchema> dataSources,
    SortedMap<String, ResourceTypeSchema> ephemeralResources,
    SortedMap<String, FunctionSignature> functions,
    ServerCapabilities capabilities) {
  public ProviderSchema {
    resourceTypes = sorted(resourceTypes);
    dataSources = sorted(dataSources);
    ephemeralResources = sorted(ephemeralResources);
    functions = sorted(functions);
  }

  private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** A resource type by its name. */
  public Optional<ResourceTypeSchema> resourceType(String name) {
    return Optional.ofNullable(resourceTypes.get(name));
  }

  /** A data source by its name. */
  public Optional<ResourceTypeSchema> dataSource(String name) {
    return Optional.ofNullable(dataSources.get(name));
  }

  /** An ephemeral resource type by its name. */
  public Optional<ResourceTypeSchema> ephemeralResource(String name) {
    return Optional.ofNullable(ephemeralResources.get(name));
  }
}
