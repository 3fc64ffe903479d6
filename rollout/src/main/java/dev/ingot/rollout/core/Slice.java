package dev.ingot.rollout.core;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import java.util.Optional;

/**
 * One instance key of a group, together with the resources that depend on just that instance.
 *
 * @param address the address of the instance
 * @param served the deposed key of the serving machine once a new one exists, chosen before the new
 *     one is created: an object found under it later is the previously serving one. Empty if no
 *     machine serves yet.
 */
public record Slice(InstanceAddress address, Optional<DeposedKey> served) {
  /** A slice that no machine serves yet. */
  public static Slice fresh(InstanceAddress address) {
    return new Slice(address, Optional.empty());
  }

  /** Whether an old machine serves until the new one is proved healthy. */
  public boolean replacesAnOldMachine() {
    return served.isPresent();
  }
}
