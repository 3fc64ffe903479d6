package dev.ingot.deploy.mock;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.Target;
import dev.ingot.lang.SourceRange;

/**
 * What stands in for the instances of one resource or data source, or for one instance.
 *
 * @param target a resource; where a key is left out all instances are meant
 * @param place where the target is written
 */
public record ObjectOverride(Target target, MockedObject object, SourceRange place) {
  boolean matches(InstanceAddress address) {
    return target.resource().isPresent() && target.matches(address);
  }

  /** How many keys are given: with more of them an override precedes others. */
  int precision() {
    InstanceAddress wanted = target.resource().orElseThrow();
    int keys = wanted.key().equals(InstanceKey.none()) ? 0 : 1;
    for (ModuleAddress.Call call : wanted.module().calls()) {
      keys += call.key().equals(InstanceKey.none()) ? 0 : 1;
    }
    return keys;
  }
}
