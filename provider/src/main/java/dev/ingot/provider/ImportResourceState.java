package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Imports existing objects. */
public sealed interface ImportResourceState {

  /**
   * Asks for an object.
   *
   * @param id its import id; empty when the identity is given
   */
  record Request(String type, String id, Optional<Value> identity, ClientCapabilities capabilities)
      implements ImportResourceState {}

  /** An object found; must be read for the rest of its attributes. */
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
