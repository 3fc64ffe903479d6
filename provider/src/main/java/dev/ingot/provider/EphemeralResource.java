package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Opens, renews and closes ephemeral resources, which exist for one run only. */
public sealed interface EphemeralResource {

  /** Asks to open it. */
  record OpenRequest(String type, Value config, ClientCapabilities capabilities)
      implements EphemeralResource {}

  /**
   * The opened resource.
   *
   * @param renewAt when it has to be renewed; empty for never
   */
  record OpenResponse(
      Value result,
      Bytes privateData,
      Optional<Instant> renewAt,
      Optional<DeferredReason> deferred,
      List<ProviderDiagnostic> diagnostics)
      implements EphemeralResource {
    public OpenResponse {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Asks to renew or close it. */
  record Handle(String type, Bytes privateData) implements EphemeralResource {}

  /**
   * It was renewed.
   *
   * @param renewAt when it has to be renewed again; empty for never
   */
  record RenewResponse(
      Bytes privateData, Optional<Instant> renewAt, List<ProviderDiagnostic> diagnostics)
      implements EphemeralResource {
    public RenewResponse {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
