package dev.ingot.state;

import dev.ingot.address.DeposedKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is stored of one instance of a resource: its object, and objects it had before that are not
 * destroyed yet.
 */
public record InstanceState(
    Optional<ObjectState> current, SortedMap<DeposedKey, ObjectState> deposed) {
  /** Nothing stored. */
  public static final InstanceState EMPTY =
      new InstanceState(Optional.empty(), Collections.emptySortedMap());

  public InstanceState {
    if (!deposed.isEmpty()) {
      deposed = Collections.unmodifiableSortedMap(new TreeMap<>(deposed));
    }
  }

  /** An instance with a current object only. */
  public static InstanceState of(ObjectState current) {
    return new InstanceState(Optional.of(current), Collections.emptySortedMap());
  }

  /** Whether nothing is stored. */
  public boolean isEmpty() {
    return current.isEmpty() && deposed.isEmpty();
  }

  /** The same with another current object. */
  public InstanceState withCurrent(ObjectState object) {
    return new InstanceState(Optional.of(object), deposed);
  }

  /** The same without a current object. */
  public InstanceState withoutCurrent() {
    return new InstanceState(Optional.empty(), deposed);
  }

  /** The same with one deposed object more, or another under its key. */
  public InstanceState withDeposed(DeposedKey key, ObjectState object) {
    SortedMap<DeposedKey, ObjectState> more = new TreeMap<>(deposed);
    more.put(key, object);
    return new InstanceState(current, more);
  }

  /** The same with one deposed object fewer. */
  public InstanceState withoutDeposed(DeposedKey key) {
    SortedMap<DeposedKey, ObjectState> fewer = new TreeMap<>(deposed);
    fewer.remove(key);
    return new InstanceState(current, fewer);
  }
}
