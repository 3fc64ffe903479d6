package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Reads a data source. */
public sealed interface ReadDataSource {

  /**
   * Asks for the data.
   *
   * @param providerMeta the module's metadata for the provider; null if there is none
   */
  record Request(String type, Value config, Value providerMeta, ClientCapabilities capabilities)
      implements ReadDataSource {}

  /** The data. */
  record Response(
      Value value, Optional<DeferredReason> deferred, List<ProviderDiagnostic> diagnostics)
      implements ReadDataSource {
    public Response {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
