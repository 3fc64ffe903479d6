package dev.ingot.state;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is deployed, as a whole and at one moment. Immutable; changed through {@link WorkingState}.
 * Rules: the state file format, version 4.
 *
 * @param writerVersion the version of the program that wrote it last; empty if not said
 * @param serial rises with each snapshot written
 * @param lineage the same for all snapshots of one deployment; empty if there is none yet
 * @param checkResults the results of checks, not decoded; null if there are none
 * @param unknownFields fields of the file not known here
 */
public record State(
    String writerVersion,
    long serial,
    String lineage,
    SortedMap<String, OutputState> outputs,
    SortedMap<ResourceAddress, ResourceState> resources,
    RawJson checkResults,
    Map<String, RawJson> unknownFields) {
  /** An empty state. */
  public static final State EMPTY =
      new State(
          "",
          0,
          "",
          Collections.emptySortedMap(),
          Collections.emptySortedMap(),
          RawJson.NULL,
          Map.of());

  public State {
    TreeMap<String, OutputState> sorted = new TreeMap<>(dev.ingot.lang.value.Value.KEY_ORDER);
    sorted.putAll(outputs);
    outputs = Collections.unmodifiableSortedMap(sorted);
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    unknownFields = Map.copyOf(unknownFields);
  }

  /** What is stored of a resource. */
  public Optional<ResourceState> resource(ResourceAddress address) {
    return Optional.ofNullable(resources.get(address));
  }

  /** What is stored of an instance. */
  public Optional<InstanceState> instance(InstanceAddress address) {
    ResourceState resource = resources.get(address.resource());
    return resource == null
        ? Optional.empty()
        : Optional.ofNullable(resource.instances().get(address.key()));
  }

  /** The addresses of all instances that have something stored, in order. */
  public Stream<InstanceAddress> instances() {
    return resources.values().stream()
        .flatMap(
            resource -> resource.instances().keySet().stream().map(resource.address()::instance));
  }

  /** Whether neither resources nor outputs are stored. */
  public boolean isEmpty() {
    return resources.isEmpty() && outputs.isEmpty();
  }

  /** The same, written by another version. */
  public State writtenBy(String version) {
    return new State(version, serial, lineage, outputs, resources, checkResults, unknownFields);
  }

  /** The same content under another serial and lineage. */
  public State as(long newSerial, String newLineage) {
    return new State(
        writerVersion, newSerial, newLineage, outputs, resources, checkResults, unknownFields);
  }
}
