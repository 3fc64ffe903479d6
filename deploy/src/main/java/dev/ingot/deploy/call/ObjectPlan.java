package dev.ingot.deploy.call;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.List;

/**
 * What a provider plans for an object.
 *
 * @param planned without marks
 * @param requiresReplace the paths that differ and whose change needs another object
 */
public record ObjectPlan(Value planned, List<ValuePath> requiresReplace, Bytes plannedPrivate) {
  public ObjectPlan {
    requiresReplace = List.copyOf(requiresReplace);
  }
}
