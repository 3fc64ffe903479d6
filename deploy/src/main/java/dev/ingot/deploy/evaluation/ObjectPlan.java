package dev.ingot.deploy.evaluation;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.provider.PrivateData;
import java.util.List;

/**
 * What a provider plans for an object.
 *
 * @param planned without marks
 * @param requiresReplace the paths that differ and whose change needs another object
 */
public record ObjectPlan(
    Value planned, List<ValuePath> requiresReplace, PrivateData plannedPrivate) {
  public ObjectPlan {
    requiresReplace = List.copyOf(requiresReplace);
  }
}
