package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Finds objects that exist already. */
public sealed interface ImportResourceState {

  /**
   * Asks for an object.
   *
   * @param id what it is known by; empty when the identity is given
   */
  record Request(String type, String id, Optional<Value> identity, ClientCapabilities capabilities)
      implements ImportResourceState {}

  /** An object found; to be read again for the rest of it. */
  record Imported(String type, Value value, Bytes privateData, Optional<Value> identity)
      implements ImportResourceState {}

  /** The objects found. */
  record Response(
      List<Imported> imported,
      Optional<DeferredReason> deferred,
      List<ProviderDiagnostic> diagnostics)
      implements ImportResourceState {
    public Response {
      imported = List.copyOf(imported);
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
