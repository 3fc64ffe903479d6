package dev.ingot.registry;

import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.OciTransfer;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The disk that the content of versions takes, in bytes. Content that several versions have is
 * stored once, and what the cache of steps needs stays without any version.
 */
public final class Usage {
  private final List<Version> versions;
  private final Map<Digest, Long> sizes = new HashMap<>();
  private final Map<Digest, Set<String>> owners = new HashMap<>();
  private final Set<Digest> cached;

  private Usage(List<Version> versions, ContentStore store, Set<Digest> cached) {
    this.versions = List.copyOf(versions);
    this.cached = Set.copyOf(cached);
    for (Digest blob : store.blobs(Duration.ZERO, Instant.MAX)) {
      if (store.has(blob)) {
        sizes.put(blob, store.size(blob));
      }
    }
    for (Version version : versions) {
      for (Digest blob : content(store, version)) {
        owners.computeIfAbsent(blob, _ -> new HashSet<>()).add(version.id());
      }
    }
  }

  /**
   * Of all versions.
   *
   * @param cached what the cache of steps needs
   */
  static Usage of(List<Version> versions, ContentStore store, Set<Digest> cached) {
    return new Usage(versions, store, cached);
  }

  private static Set<Digest> content(ContentStore store, Version version) {
    Set<Digest> content = new HashSet<>();
    Stream.concat(
            version.image().stream(),
            version.builds().stream().map(Build::image).flatMap(Optional::stream))
        .distinct()
        .forEach(
            image -> {
              content.add(image);
              try {
                OciImage.describeIfImage(store, image)
                    .ifPresent(found -> content.addAll(OciTransfer.closure(store, found)));
              } catch (RegistryException e) {
                // What is missing or damaged takes no more than what is there.
                return;
              }
            });
    version.sbom().ifPresent(content::add);
    version.provenance().ifPresent(content::add);
    return content;
  }

  /** The versions, by bucket, the newest first. */
  public List<Version> versions() {
    return versions;
  }

  /** The names of the buckets. */
  public Set<String> buckets() {
    Set<String> names = new TreeSet<>();
    versions.forEach(version -> names.add(version.bucket()));
    return names;
  }

  /** What a version has, shared or not. */
  public long size(Version version) {
    return size(Set.of(version.id()));
  }

  /** What some versions have, shared or not, what several have once. */
  public long size(Set<String> ids) {
    return owners.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(ids::contains))
        .mapToLong(each -> sizes.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** What nothing else has: so much is freed when these versions are deleted. */
  public long own(Set<String> ids) {
    return owners.entrySet().stream()
        .filter(each -> !cached.contains(each.getKey()) && ids.containsAll(each.getValue()))
        .mapToLong(each -> sizes.getOrDefault(each.getKey(), 0L))
        .sum();
  }

  /** The ids of the versions of a bucket. */
  public Set<String> of(String bucket) {
    Set<String> ids = new HashSet<>();
    versions.stream()
        .filter(version -> version.bucket().equals(bucket))
        .forEach(version -> ids.add(version.id()));
    return ids;
  }

  /** All of the store. */
  public long total() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What only the cache of steps needs. */
  public long onlyCached() {
    return sizes.entrySet().stream()
        .filter(each -> cached.contains(each.getKey()) && !owners.containsKey(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What neither a version nor the cache leads to: bakes that go on, or garbage. */
  public long unreferenced() {
    return sizes.entrySet().stream()
        .filter(each -> !cached.contains(each.getKey()) && !owners.containsKey(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
