package dev.ingot.state;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is stored of one instance of a resource: its object, and objects it had before that are not
 * destroyed yet.
 *
 * @param providerKey which configuration of the resource's provider it belongs to, where {@code
 *     for_each} makes several of its block; none otherwise
 */
public record InstanceState(
    Optional<ObjectState> current,
    SortedMap<DeposedKey, ObjectState> deposed,
    InstanceKey providerKey) {
  /** Nothing stored. */
  public static final InstanceState EMPTY =
      new InstanceState(Optional.empty(), Collections.emptySortedMap(), InstanceKey.none());

  public InstanceState {
    if (!deposed.isEmpty()) {
      deposed = Collections.unmodifiableSortedMap(new TreeMap<>(deposed));
    }
  }

  /** An instance with a current object only. */
  public static InstanceState of(ObjectState current) {
    return new InstanceState(
        Optional.of(current), Collections.emptySortedMap(), InstanceKey.none());
  }

  /** The same with another configuration of the provider. */
  public InstanceState withProviderKey(InstanceKey other) {
    return providerKey.equals(other) ? this : new InstanceState(current, deposed, other);
  }

  /** Whether nothing is stored. */
  public boolean isEmpty() {
    return current.isEmpty() && deposed.isEmpty();
  }

  /** The same with another current object. */
  public InstanceState withCurrent(ObjectState object) {
    return new InstanceState(Optional.of(object), deposed, providerKey);
  }

  /** The same without a current object. */
  public InstanceState withoutCurrent() {
    return new InstanceState(Optional.empty(), deposed, providerKey);
  }

  /** The same with one deposed object more, or another under its key. */
  public InstanceState withDeposed(DeposedKey key, ObjectState object) {
    SortedMap<DeposedKey, ObjectState> more = new TreeMap<>(deposed);
    more.put(key, object);
    return new InstanceState(current, more, providerKey);
  }

  /** The same with one deposed object fewer. */
  public InstanceState withoutDeposed(DeposedKey key) {
    SortedMap<DeposedKey, ObjectState> fewer = new TreeMap<>(deposed);
    fewer.remove(key);
    return new InstanceState(current, fewer, providerKey);
  }
}
