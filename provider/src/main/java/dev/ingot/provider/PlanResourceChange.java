package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.List;
import java.util.Optional;

/** Plans a change. */
public sealed interface PlanResourceChange {

  /**
   * Asks for a plan.
   *
   * @param prior the object before; null when it is created
   * @param proposedNew {@link ProposedNew} of prior and configuration; null when it is destroyed
   * @param config the configuration; null when it is destroyed
   * @param providerMeta the module's metadata for the provider; null if there is none
   */
  record Request(
      String type,
      Value prior,
      Value proposedNew,
      Value config,
      Bytes priorPrivate,
      Value providerMeta,
      Optional<Value> priorIdentity,
      ClientCapabilities capabilities)
      implements PlanResourceChange {}

  /**
   * The plan.
   *
   * @param planned the object after the change, with unknown values where they are not known yet
   * @param requiresReplace the attributes whose change requires replacement
   * @param legacyTypeSystem the provider is excused from some consistency rules
   */
  record Response(
      Value planned,
      List<ValuePath> requiresReplace,
      Bytes plannedPrivate,
      Optional<DeferredReason> deferred,
      Optional<Value> plannedIdentity,
      boolean legacyTypeSystem,
      List<ProviderDiagnostic> diagnostics)
      implements PlanResourceChange {
    public Response {
      requiresReplace = List.copyOf(requiresReplace);
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
