package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a resource in one instance of its module, and the values references to them
 * have. Safe for use by several threads.
 */
public final class ResourceInstances {
  private final Node.Resource node;
  private final ResourceAddress address;
  private final Value absent;
  private volatile Expansion expansion;
  private final ConcurrentHashMap<InstanceKey, Value> values = new ConcurrentHashMap<>();
  private final Set<InstanceKey> expired = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<InstanceKey, ProviderConfigAddress> providers =
      new ConcurrentHashMap<>();
  private final Set<InstanceKey> missing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Value whole;

  ResourceInstances(Node.Resource node, ResourceAddress address, Expansion expansion) {
    this.node = node;
    this.absent =
        node.resource().mode() == ResourceMode.EPHEMERAL
            ? Values.DYNAMIC_UNKNOWN.marked(Marks.EPHEMERAL)
            : Values.DYNAMIC_UNKNOWN;
    this.address = address;
    this.expansion = expansion;
  }

  /** Its node. */
  public Node.Resource node() {
    return node;
  }

  /** Its address. */
  public ResourceAddress address() {
    return address;
  }

  /** Which instances there are. */
  public Expansion expansion() {
    return expansion;
  }

  void setExpansion(Expansion other) {
    expansion = other;
    whole = null;
  }

  /** Says which configuration of the provider an instance uses. */
  public void setProvider(InstanceKey key, ProviderConfigAddress provider) {
    providers.put(key, provider);
  }

  /** The configuration of the provider that an instance uses. */
  public ProviderConfigAddress provider(InstanceKey key) {
    return providers.getOrDefault(key, node.provider());
  }

  /** Sets the value of an instance. */
  public void set(InstanceKey key, Value value) {
    values.put(key, value);
    whole = null;
  }

  /** Drops the value of an instance that nothing refers to. */
  public void forget(InstanceKey key) {
    values.remove(key);
    whole = null;
  }

  /**
   * Notes that an instance isn't there and won't be created: it is no part of all instances
   * together, as long as there are others.
   *
   * @param type of its value
   */
  public void leaveOut(InstanceKey key, Type type) {
    values.putIfAbsent(key, Value.unknown(type));
    missing.add(key);
    whole = null;
  }

  /** The keys of those that are there; all where none is. */
  private List<InstanceKey> present() {
    List<InstanceKey> keys = new ArrayList<>(expansion.instances().keySet());
    if (missing.isEmpty() || missing.containsAll(keys)) {
      return keys;
    }
    if (expansion.kind() == Expansion.Kind.COUNT) {
      // Indexes stay what they are.
      while (missing.contains(keys.getLast())) {
        keys.removeLast();
      }
    } else {
      keys.removeAll(missing);
    }
    return keys;
  }

  /** Notes that the value of an instance of an ephemeral resource is no longer valid. */
  public void expire(InstanceKey key) {
    expired.add(key);
  }

  /** An instance whose value is no longer valid; empty where there is none. */
  Optional<InstanceKey> anyExpired() {
    return expired.stream().findFirst();
  }

  /** Whether the value of an instance is no longer valid. */
  boolean isExpired(InstanceKey key) {
    return expired.contains(key);
  }

  /** The value of an instance; unknown while it has none. */
  public Value value(InstanceKey key) {
    return values.getOrDefault(key, absent);
  }

  /** The value of an instance, if it is one of this resource. */
  public Optional<Value> find(Value key) {
    InstanceKey found =
        switch (key.unmarked()) {
          case Value.NumberValue(var number) ->
              number.asLong().isPresent()
                  ? InstanceKey.of(number.asLong().getAsLong())
                  : InstanceKey.none();
          case Value.StringValue(String text) -> InstanceKey.of(text);
          default -> InstanceKey.none();
        };
    return !found.equals(InstanceKey.none()) && expansion.contains(found)
        ? Optional.of(value(found))
        : Optional.empty();
  }

  /** The value of the one instance without a key; null if it is disabled. */
  Value single() {
    return expansion.instances().isEmpty() ? Value.nullOf(Type.DYNAMIC) : value(InstanceKey.none());
  }

  /** The value of all instances together: an object, a tuple of objects, or an object of them. */
  public Value whole() {
    Value known = whole;
    if (known != null) {
      return known;
    }
    Value made =
        switch (expansion.kind()) {
          case UNKNOWN -> absent;
          case SINGLE -> single();
          case COUNT -> {
            List<Value> elements = new ArrayList<>(expansion.instances().size());
            for (InstanceKey key : present()) {
              elements.add(value(key));
            }
            yield new Value.TupleValue(elements);
          }
          case FOR_EACH -> {
            Map<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
            for (InstanceKey key : present()) {
              if (key instanceof InstanceKey.Text(String text)) {
                entries.put(text, value(key));
              }
            }
            yield Values.object(entries);
          }
        };
    whole = made;
    return made;
  }
}
