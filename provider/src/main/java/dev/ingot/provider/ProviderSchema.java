package dev.ingot.provider;

import dev.ingot.lang.schema.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The schema of a provider.
 *
 * @param provider the schema of its configuration
 * @param providerMeta the schema of modules' metadata for it; empty if there is none
 * @param listResources the schemas of queries; each is named as the resource type it lists
 */
public record ProviderSchema(
    Schema provider,
    Optional<Schema> providerMeta,
    SortedMap<String, ResourceTypeSchema> resourceTypes,
    SortedMap<String, ResourceTypeSchema> dataSources,
    SortedMap<String, ResourceTypeSchema> ephemeralResources,
    SortedMap<String, ResourceTypeSchema> listResources,
    SortedMap<String, FunctionSignature> functions,
    ServerCapabilities capabilities) {
  public ProviderSchema {
    resourceTypes = sorted(resourceTypes);
    dataSources = sorted(dataSources);
    ephemeralResources = sorted(ephemeralResources);
    listResources = sorted(listResources);
    functions = sorted(functions);
  }

  /** One that lists nothing. */
  public ProviderSchema(
      Schema provider,
      Optional<Schema> providerMeta,
      SortedMap<String, ResourceTypeSchema> resourceTypes,
      SortedMap<String, ResourceTypeSchema> dataSources,
      SortedMap<String, ResourceTypeSchema> ephemeralResources,
      SortedMap<String, FunctionSignature> functions,
      ServerCapabilities capabilities) {
    this(
        provider,
        providerMeta,
        resourceTypes,
        dataSources,
        ephemeralResources,
        new TreeMap<>(),
        functions,
        capabilities);
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

  /** A list resource type by its name. */
  public Optional<ResourceTypeSchema> listResource(String name) {
    return Optional.ofNullable(listResources.get(name));
  }

  /** An ephemeral resource type by its name. */
  public Optional<ResourceTypeSchema> ephemeralResource(String name) {
    return Optional.ofNullable(ephemeralResources.get(name));
  }
}
