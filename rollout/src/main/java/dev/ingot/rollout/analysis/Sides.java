package dev.ingot.rollout.analysis;

import dev.ingot.address.InstanceAddress;
import java.util.List;

/**
 * Which machines are compared.
 *
 * @param fresh the new ones
 * @param old those that still run what was there before; may be none
 */
public record Sides(List<InstanceAddress> fresh, List<InstanceAddress> old) {
  public Sides {
    fresh = List.copyOf(fresh);
    old = List.copyOf(old);
  }
}
