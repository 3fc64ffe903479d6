package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.RawState;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StoredIdentity;
import java.util.Optional;

/**
 * What is kept with an object beside its value.
 *
 * @param privateData what its provider wants to have kept
 * @param identity what it is known by in its remote system; empty where that isn't known
 */
public record Kept(Bytes privateData, Optional<Value> identity) {
  /** Nothing. */
  public static final Kept NOTHING = new Kept(Bytes.EMPTY, Optional.empty());

  /** The same without an identity. */
  public static Kept of(Bytes privateData) {
    return new Kept(privateData, Optional.empty());
  }

  /**
   * What is kept with a stored object. An identity of an earlier version of the schema is made one
   * of the present version by the provider; what goes wrong with it is reported, and the object
   * then has none.
   */
  public static Kept of(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    Optional<Value> identity = StoredIdentities.value(stored, type);
    if (identity.isEmpty() && type.schema().identity().isPresent()) {
      Optional<StoredIdentity> earlier =
          stored
              .identity()
              .filter(found -> found.schemaVersion() < type.schema().identity().get().version());
      if (earlier.isPresent()) {
        identity =
            provider.upgradeIdentity(
                new UpgradeResourceState.Request(
                    type.name(),
                    earlier.get().schemaVersion(),
                    new RawState.Json(earlier.get().value().text())),
                CallSubject.stored(address),
                diagnostics);
      }
    }
    return new Kept(stored.privateBytes(), identity);
  }
}
