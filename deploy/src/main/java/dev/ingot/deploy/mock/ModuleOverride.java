package dev.ingot.deploy.mock;

import dev.ingot.address.InstanceKey;
import dev.ingot.address.ModuleAddress;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.Map;

/**
 * What stands in for the instances of a module, or for one of them: nothing in it is evaluated.
 *
 * @param target where a key is left out all instances are meant
 * @param outputs by name; those that are missing are null
 * @param place where this is written
 */
public record ModuleOverride(ModuleAddress target, Map<String, Value> outputs, SourceRange place) {
  public ModuleOverride {
    outputs = Map.copyOf(outputs);
  }

  /** Whether it is meant for an instance of a module. */
  public boolean matches(ModuleAddress address) {
    if (address.calls().size() != target.calls().size()) {
      return false;
    }
    for (int i = 0; i < address.calls().size(); i++) {
      ModuleAddress.Call wanted = target.calls().get(i);
      ModuleAddress.Call found = address.calls().get(i);
      if (!wanted.name().equals(found.name())
          || !(wanted.key().equals(InstanceKey.none()) || wanted.key().equals(found.key()))) {
        return false;
      }
    }
    return true;
  }

  /** How many keys are given: with more of them an override precedes others. */
  public int precision() {
    return (int)
        target.calls().stream().filter(call -> !call.key().equals(InstanceKey.none())).count();
  }
}
