package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ApplyResourceChange;
import java.util.Optional;

/** Asks providers to create, update and destroy objects. */
public final class ObjectChanger {
  private ObjectChanger() {}

  /**
   * A provider's result of a change.
   *
   * @param value the object that is there now, be it only in part; null where there is none
   * @param kept what is kept with it
   * @param failed whether errors were reported
   * @param legacy whether the provider is excused from some consistency rules
   */
  public record Changed(Value value, Kept kept, boolean failed, boolean legacy) {}

  /**
   * Creates or updates an object; empty where it is not known whether that happened, which is
   * reported.
   *
   * @param prior without marks; null to create one
   * @param config without marks
   */
  public static Optional<Changed> write(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      GuardedProvider provider,
      Value prior,
      Value config,
      ObjectPlan plan,
      Diagnostics diagnostics) {
    return provider
        .apply(
            prior.isNull() ? Call.CREATE : Call.UPDATE,
            type,
            prior,
            plan.planned(),
            config,
            plan.kept(),
            CallSubject.declared(address, resource),
            diagnostics)
        .map(ObjectChanger::changed);
  }

  /**
   * Destroys an object; empty where it is not known whether that happened, which is reported.
   *
   * @param prior without marks
   * @param kept what is kept with it, or with the plan to destroy it
   */
  public static Optional<Changed> destroy(
      InstanceAddress address,
      ResourceType type,
      GuardedProvider provider,
      Value prior,
      Kept kept,
      Diagnostics diagnostics) {
    return provider
        .apply(
            Call.DESTROY,
            type,
            prior,
            type.none(),
            type.none(),
            kept,
            CallSubject.stored(address),
            diagnostics)
        .map(ObjectChanger::changed);
  }

  /**
   * Plans the destruction of an object, where the provider wants that; what is kept with the plan,
   * or empty after an error.
   *
   * @param prior without marks
   */
  public static Optional<Kept> planDestroy(
      InstanceAddress address,
      ResourceType type,
      GuardedProvider provider,
      Value prior,
      Kept kept,
      Diagnostics diagnostics) {
    if (!provider.schema().capabilities().planDestroy()) {
      return Optional.of(kept);
    }
    return provider
        .plan(type, prior, type.none(), type.none(), kept, CallSubject.stored(address), diagnostics)
        .map(
            response ->
                new Kept(response.plannedPrivate(), response.plannedIdentity().or(kept::identity)));
  }

  private static Changed changed(GuardedProvider.Applied applied) {
    ApplyResourceChange.Response response = applied.response();
    return new Changed(
        response.value(),
        new Kept(response.privateData(), response.identity()),
        applied.failed(),
        response.legacyTypeSystem());
  }
}
