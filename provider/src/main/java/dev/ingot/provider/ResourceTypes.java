package dev.ingot.provider;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The types of one kind that a provider has, by name. A schema may be read only when it is asked
 * for, once: the provider of a large cloud has thousands, of which a configuration uses ten. Safe
 * for use by several threads.
 */
public final class ResourceTypes {
  /** No types. */
  public static final ResourceTypes NONE = of(Map.of());

  private final SortedMap<String, Supplier<ResourceTypeSchema>> sources;
  private final Map<String, ResourceTypeSchema> read = new ConcurrentHashMap<>();

  private ResourceTypes(SortedMap<String, Supplier<ResourceTypeSchema>> sources) {
    this.sources = sources;
  }

  /** Types whose schemas are known. */
  public static ResourceTypes of(Map<String, ResourceTypeSchema> types) {
    TreeMap<String, Supplier<ResourceTypeSchema>> sources = new TreeMap<>();
    types.forEach((name, type) -> sources.put(name, () -> type));
    return new ResourceTypes(sources);
  }

  /**
   * Types whose schemas are read when they are asked for.
   *
   * @param sources must not fail
   */
  public static ResourceTypes readOnDemand(Map<String, Supplier<ResourceTypeSchema>> sources) {
    return new ResourceTypes(new TreeMap<>(sources));
  }

  /** Their names. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(sources.keySet()));
  }

  /** A type by its name. */
  public Optional<ResourceTypeSchema> find(String name) {
    Supplier<ResourceTypeSchema> source = sources.get(name);
    return source == null
        ? Optional.empty()
        : Optional.of(read.computeIfAbsent(name, _ -> source.get()));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return sources.isEmpty();
  }

  /** Calls an action for each type, by name. */
  public void forEach(BiConsumer<String, ResourceTypeSchema> action) {
    sources.forEach((name, source) -> action.accept(name, source.get()));
  }

  private SortedMap<String, ResourceTypeSchema> all() {
    TreeMap<String, ResourceTypeSchema> all = new TreeMap<>();
    forEach(all::put);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceTypes types && all().equals(types.all());
  }

  @Override
  public int hashCode() {
    return sources.keySet().hashCode();
  }

  @Override
  public String toString() {
    return sources.keySet().toString();
  }
}
