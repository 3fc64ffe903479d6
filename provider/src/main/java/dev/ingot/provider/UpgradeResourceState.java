package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import java.util.List;

/** Upgrades a stored object, or its identity, to the current schema. */
public sealed interface UpgradeResourceState {

  /** Asks for the object, or the identity, in the current schema. */
  record Request(String type, long version, RawState state) implements UpgradeResourceState {}

  /** The object, or the identity. */
  record Response(Value value, List<ProviderDiagnostic> diagnostics)
      implements UpgradeResourceState {
    public Response {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
