package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Reads a real object again. */
public sealed interface ReadResource {

  /**
   * Asks for the object as it is now.
   *
   * @param current the object as it was last seen; with {@link ServerCapabilities#findsPlanned}
   *     also the planned value of a creation that was begun, unknown parts null
   * @param privateData what was kept with it; in the second case what was kept with the plan
   * @param providerMeta what the module says to the provider; null if nothing
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
