package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Refreshes an object. */
public sealed interface ReadResource {

  /**
   * Asks for the object as it is now.
   *
   * @param current the object as it was last seen; with {@link ServerCapabilities#findsPlanned}
   *     also the planned value of an unfinished creation, with null for unknown parts
   * @param privateData its private data; in the second case that of the plan
   * @param providerMeta the module's metadata for the provider; null if there is none
   */
  record Request(
      String type,
      Value current,
      Bytes privateData,
      Value providerMeta,
      Optional<Value> identity,
      ClientCapabilities capabilities)
      implements ReadResource {}

  /**
   * The object now.
   *
   * @param value null if it is gone
   */
  record Response(
      Value value,
      Bytes privateData,
      Optional<DeferredReason> deferred,
      Optional<Value> identity,
      List<ProviderDiagnostic> diagnostics)
      implements ReadResource {
    public Response {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
