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
    ResourceTypes resourceTypes,
    ResourceTypes dataSources,
    ResourceTypes ephemeralResources,
    ResourceTypes listResources,
    SortedMap<String, FunctionSignature> functions,
    ServerCapabilities capabilities) {
  public ProviderSchema {
    functions = sorted(functions);
  }

  /** One that lists nothing. */
  public ProviderSchema(
      Schema provider,
      Optional<Schema> providerMeta,
      ResourceTypes resourceTypes,
      ResourceTypes dataSources,
      ResourceTypes ephemeralResources,
      SortedMap<String, FunctionSignature> functions,
      ServerCapabilities capabilities) {
    this(
        provider,
        providerMeta,
        resourceTypes,
        dataSources,
        ephemeralResources,
        ResourceTypes.NONE,
        functions,
        capabilities);
  }

  private static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** A resource type by its name. */
  public Optional<ResourceTypeSchema> resourceType(String name) {
    return resourceTypes.find(name);
  }

  /** A data source by its name. */
  public Optional<ResourceTypeSchema> dataSource(String name) {
    return dataSources.find(name);
  }

  /** A list resource type by its name. */
  public Optional<ResourceTypeSchema> listResource(String name) {
    return listResources.find(name);
  }

  /** An ephemeral resource type by its name. */
  public Optional<ResourceTypeSchema> ephemeralResource(String name) {
    return ephemeralResources.find(name);
  }
}
