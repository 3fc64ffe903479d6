package dev.ingot.state;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A state being changed. A change costs the same however large the state is; a {@link #snapshot}
 * shares what has not changed. Safe for use by several threads.
 */
public final class WorkingState {
  private final Map<ResourceAddress, Resource> resources = new HashMap<>();
  private SortedMap<String, OutputState> outputs;
  private RawJson checkResults;
  private State base;
  private long changes;

  private static final class Resource {
    final ResourceAddress address;
    ProviderConfigAddress provider;
    final Map<String, RawJson> unknownFields;
    final TreeMap<InstanceKey, InstanceState> instances;
    Optional<ResourceState> frozen;

    Resource(ResourceAddress address, ProviderConfigAddress provider) {
      this.address = address;
      this.provider = provider.block();
      this.unknownFields = Map.of();
      this.instances = new TreeMap<>();
      this.frozen = Optional.empty();
    }

    Resource(ResourceState stored) {
      this.address = stored.address();
      this.provider = stored.provider();
      this.unknownFields = stored.unknownFields();
      this.instances = new TreeMap<>(stored.instances());
      this.frozen = Optional.of(stored);
    }

    ResourceState freeze() {
      ResourceState state =
          frozen.orElseGet(() -> new ResourceState(address, provider, instances, unknownFields));
      frozen = Optional.of(state);
      return state;
    }
  }

  /** Starts from a state. */
  public WorkingState(State base) {
    this.base = base;
    this.outputs = base.outputs();
    this.checkResults = base.checkResults();
    load(base);
  }

  private void load(State state) {
    state.resources().forEach((address, stored) -> resources.put(address, new Resource(stored)));
  }

  /** The lineage; empty if there is none yet. */
  public synchronized String lineage() {
    return base.lineage();
  }

  /** The serial of the last snapshot. */
  public synchronized long serial() {
    return base.serial();
  }

  /** What is stored of an instance. */
  public synchronized Optional<InstanceState> instance(InstanceAddress address) {
    Resource resource = resources.get(address.resource());
    return resource == null
        ? Optional.empty()
        : Optional.ofNullable(resource.instances.get(address.key()));
  }

  /** The current object of an instance. */
  public Optional<ObjectState> current(InstanceAddress address) {
    return instance(address).flatMap(InstanceState::current);
  }

  /** A deposed object of an instance. */
  public Optional<ObjectState> deposed(InstanceAddress address, DeposedKey key) {
    return instance(address).flatMap(state -> Optional.ofNullable(state.deposed().get(key)));
  }

  /** What is stored of a resource at this moment. */
  public synchronized Optional<ResourceState> resource(ResourceAddress address) {
    Resource resource = resources.get(address);
    return resource == null ? Optional.empty() : Optional.of(resource.freeze());
  }

  /** The outputs of the root module. */
  public synchronized SortedMap<String, OutputState> outputs() {
    return outputs;
  }

  /** The results of checks, not decoded. */
  public synchronized RawJson checkResults() {
    return checkResults;
  }

  /** Whether anything was changed since the start or the last {@link #rebase}. */
  public synchronized boolean changed() {
    return changes > 0;
  }

  /**
   * Whether so much was changed since the start or the last {@link #rebase} that writing all of it
   * costs little beside the changes: an eighth of the instances.
   */
  public synchronized boolean isWorthWriting() {
    long instances =
        resources.values().stream().mapToLong(resource -> resource.instances.size()).sum();
    return changes > 0 && changes * 8 >= instances;
  }

  /** The state as it is now, under the serial and lineage it started with. */
  public synchronized State snapshot() {
    SortedMap<ResourceAddress, ResourceState> frozen = new TreeMap<>();
    resources.forEach((address, resource) -> frozen.put(address, resource.freeze()));
    return new State(
        base.writerVersion(),
        base.serial(),
        base.lineage(),
        outputs,
        frozen,
        checkResults,
        base.unknownFields());
  }

  /** Takes a state that was just written as the one this started from. */
  public synchronized void rebase(State written) {
    base = written;
    changes = 0;
  }

  /** Forgets everything and starts from another state. */
  public synchronized void reset(State state) {
    resources.clear();
    base = state;
    outputs = state.outputs();
    checkResults = state.checkResults();
    load(state);
    changes++;
  }

  /** Whether a change would make a difference. */
  public synchronized boolean wouldChange(Change change) {
    return switch (change) {
      case Change.Put(var address, var deposed, var provider, var object) -> {
        Resource resource = resources.get(address.resource());
        Optional<ObjectState> stored =
            deposed.isEmpty() ? current(address) : deposed(address, deposed.get());
        yield resource == null
            || !resource.provider.equals(provider.block())
            || !instance(address)
                .map(InstanceState::providerKey)
                .equals(Optional.of(provider.key()))
            || !stored.equals(Optional.of(object));
      }
      case Change.Remove(var address, var deposed) ->
          (deposed.isEmpty() ? current(address) : deposed(address, deposed.get())).isPresent();
      case Change.Depose(var address, var _) -> current(address).isPresent();
      case Change.Restore(var address, var key) ->
          current(address).isEmpty() && deposed(address, key).isPresent();
      case Change.Move(var from, var to) -> !from.equals(to) && instance(from).isPresent();
      case Change.SetProvider(var address, var provider) -> {
        Resource resource = resources.get(address);
        yield resource != null && !resource.provider.equals(provider.block());
      }
      case Change.SetOutputs(var values) -> !outputs.equals(values);
      case Change.SetCheckResults(var results) -> !checkResults.equals(results);
    };
  }

  /**
   * Makes one change, in memory only: changes that are to last are made through {@link
   * StateSession}. A change of what is not there does nothing.
   */
  public synchronized void apply(Change change) {
    changes++;
    switch (change) {
      case Change.Put(var address, var deposed, var provider, var object) -> {
        Resource resource = touch(address.resource(), provider);
        InstanceState before = resource.instances.getOrDefault(address.key(), InstanceState.EMPTY);
        resource.instances.put(
            address.key(),
            deposed
                .map(key -> before.withDeposed(key, object))
                .orElseGet(() -> before.withCurrent(object))
                .withProviderKey(provider.key()));
      }
      case Change.Remove(var address, var deposed) ->
          instance(address)
              .ifPresent(
                  before ->
                      set(
                          address,
                          deposed.map(before::withoutDeposed).orElseGet(before::withoutCurrent)));
      case Change.Depose(var address, var key) ->
          instance(address)
              .ifPresent(
                  before ->
                      before
                          .current()
                          .ifPresent(
                              object ->
                                  set(address, before.withoutCurrent().withDeposed(key, object))));
      case Change.Restore(var address, var key) -> restore(address, key);
      case Change.Move(var from, var to) -> move(from, to);
      case Change.SetProvider(var address, var provider) -> {
        if (resources.containsKey(address)) {
          touch(address, provider);
        }
      }
      case Change.SetOutputs(var values) -> {
        TreeMap<String, OutputState> sorted = new TreeMap<>(dev.ingot.lang.value.Value.KEY_ORDER);
        sorted.putAll(values);
        outputs = Collections.unmodifiableSortedMap(sorted);
      }
      case Change.SetCheckResults(var results) -> checkResults = results;
    }
  }

  private void restore(InstanceAddress address, DeposedKey key) {
    instance(address)
        .filter(before -> before.current().isEmpty())
        .ifPresent(
            before -> {
              ObjectState object = before.deposed().get(key);
              if (object != null) {
                set(address, before.withoutDeposed(key).withCurrent(object));
              }
            });
  }

  private void move(InstanceAddress from, InstanceAddress to) {
    if (from.equals(to)) {
      return;
    }
    Resource source = resources.get(from.resource());
    if (source == null) {
      return;
    }
    InstanceState moved = source.instances.get(from.key());
    if (moved == null) {
      return;
    }
    ProviderConfigAddress provider = source.provider;
    set(from, InstanceState.EMPTY);
    touch(to.resource(), provider).instances.put(to.key(), moved);
  }

  private void set(InstanceAddress address, InstanceState state) {
    Resource resource = resources.get(address.resource());
    if (resource == null) {
      return;
    }
    resource.frozen = Optional.empty();
    if (state.isEmpty()) {
      resource.instances.remove(address.key());
      if (resource.instances.isEmpty()) {
        resources.remove(address.resource());
      }
    } else {
      resource.instances.put(address.key(), state);
    }
  }

  private Resource touch(ResourceAddress address, ProviderConfigAddress provider) {
    Resource resource =
        resources.computeIfAbsent(address, absent -> new Resource(absent, provider));
    resource.provider = provider.block();
    resource.frozen = Optional.empty();
    return resource;
  }

  /** The addresses of all resources that have something stored. */
  public synchronized Set<ResourceAddress> resources() {
    return new HashSet<>(resources.keySet());
  }
}
