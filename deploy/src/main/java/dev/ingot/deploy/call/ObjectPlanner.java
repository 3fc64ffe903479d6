package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a provider for the plan of one object. */
public final class ObjectPlanner {
  private ObjectPlanner() {}

  /**
   * The plan; empty after an error.
   *
   * @param prior the object, without marks; null when it is created
   * @param config without marks
   */
  public static Optional<ObjectPlan> plan(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      GuardedProvider provider,
      Value prior,
      Value config,
      Kept priorKept,
      Diagnostics diagnostics) {
    Optional<PlanResourceChange.Response> answer =
        provider.plan(
            type,
            prior,
            ProposedNew.of(type.block(), prior, config),
            config,
            priorKept,
            CallSubject.declared(address, resource),
            diagnostics);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    PlanResourceChange.Response response = answer.get();
    Value planned = response.planned();
    if (!response.legacyTypeSystem()) {
      List<String> wrong = Conformity.plan(type.block(), prior, config, planned);
      if (!wrong.isEmpty()) {
        diagnostics.add(
            Diagnostic.error(
                "Provider produced invalid plan",
                "The provider planned an invalid value for "
                    + address
                    + ": "
                    + String.join("; ", wrong)
                    + ".\n\nThis is a bug in the provider, which should be reported in the"
                    + " provider's own issue tracker.",
                resource.declaration()));
        return Optional.empty();
      }
    }
    return Optional.of(
        new ObjectPlan(
            Values.sharingNames(planned, type.objectType()),
            prior.isNull() ? List.of() : differing(response.requiresReplace(), prior, planned),
            new Kept(
                response.plannedPrivate(),
                response.plannedIdentity().filter(found -> !found.isNull()))));
  }

  private static List<ValuePath> differing(List<ValuePath> paths, Value prior, Value planned) {
    List<ValuePath> found = new ArrayList<>();
    for (ValuePath path : paths) {
      Optional<Value> before = Values.at(prior, path);
      Optional<Value> after = Values.at(planned, path);
      if (!before.equals(after)) {
        found.add(path);
      }
    }
    return found;
  }
}
