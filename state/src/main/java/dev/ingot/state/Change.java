package dev.ingot.state;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import java.util.Optional;
import java.util.SortedMap;

/** One change of the state; the same in memory, in the journal and when a journal is replayed. */
public sealed interface Change {
  /**
   * Stores an object, current or deposed, in place of what was there.
   *
   * @param provider the provider's configuration
   */
  record Put(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ProviderConfigAddress provider,
      ObjectState object)
      implements Change {}

  /** Removes an object, current or deposed. */
  record Remove(InstanceAddress address, Optional<DeposedKey> deposed) implements Change {}

  /** Makes the current object a deposed one. */
  record Depose(InstanceAddress address, DeposedKey key) implements Change {}

  /** Makes a deposed object the current one again; nothing if there is a current one. */
  record Restore(InstanceAddress address, DeposedKey key) implements Change {}

  /** Gives all that is stored of an instance another address; what was there is replaced. */
  record Move(InstanceAddress from, InstanceAddress to) implements Change {}

  /**
   * Changes the block of the provider's configuration that a resource belongs to; its instances
   * keep their keys in it.
   */
  record SetProvider(ResourceAddress address, ProviderConfigAddress provider) implements Change {}

  /** Replaces all outputs of the root module. */
  record SetOutputs(SortedMap<String, OutputState> outputs) implements Change {}

  /** Replaces the results of checks. */
  record SetCheckResults(RawJson results) implements Change {}

  /** Stores the current object. */
  static Change put(InstanceAddress address, ProviderConfigAddress provider, ObjectState object) {
    return new Put(address, Optional.empty(), provider, object);
  }

  /** Removes the current object. */
  static Change remove(InstanceAddress address) {
    return new Remove(address, Optional.empty());
  }
}
