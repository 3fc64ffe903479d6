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
 * @param kept what is kept with the plan, and the identity as far as it is known
 */
public record ObjectPlan(Value planned, List<ValuePath> requiresReplace, Kept kept) {
  public ObjectPlan {
    requiresReplace = List.copyOf(requiresReplace);
  }

  /** What the provider keeps with the plan. */
  public Bytes plannedPrivate() {
    return kept.privateData();
  }
}
