package dev.ingot.rollout.core;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import java.util.Optional;

/**
 * One instance key of a group, together with the resources that depend on just that instance.
 *
 * @param address the address of the instance
 * @param served the key under which the machine that serves now is kept once there is a new one
 *     beside it, chosen before that one is made: whatever is found under it later is what served
 *     before. Empty where no machine serves yet.
 */
public record Slice(InstanceAddress address, Optional<DeposedKey> served) {
  /** A slice that no machine serves yet. */
  public static Slice fresh(InstanceAddress address) {
    return new Slice(address, Optional.empty());
  }

  /** Whether there is an old machine that serves until the new one has proved itself. */
  public boolean replacesAnOldMachine() {
    return served.isPresent();
  }
}
