package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Applies a planned change. */
public sealed interface ApplyResourceChange {

  /**
   * Asks for the change.
   *
   * @param prior the object before; null when it is created
   * @param planned the planned object; null when it is destroyed
   * @param config the configuration; null when it is destroyed
   * @param providerMeta the module's metadata for the provider; null if there is none
   */
  record Request(
      String type,
      Value prior,
      Value planned,
      Value config,
      Bytes plannedPrivate,
      Value providerMeta,
      Optional<Value> plannedIdentity)
      implements ApplyResourceChange {}

  /**
   * The result.
   *
   * @param value the object now, even if there are errors: what has been created so far or still
   *     exists; null if there is none
   * @param legacyTypeSystem the provider is excused from some consistency rules
   */
  record Response(
      Value value,
      Bytes privateData,
      Optional<Value> identity,
      boolean legacyTypeSystem,
      List<ProviderDiagnostic> diagnostics)
      implements ApplyResourceChange {
    public Response {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
