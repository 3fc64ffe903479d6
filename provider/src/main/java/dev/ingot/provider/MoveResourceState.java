package dev.ingot.provider;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Moves a stored object to another type. */
public sealed interface MoveResourceState {

  /**
   * Asks for the object under its new type.
   *
   * @param sourceProvider the address of the provider it comes from
   */
  record Request(
      String sourceProvider,
      String sourceType,
      long sourceSchemaVersion,
      RawState sourceState,
      Bytes sourcePrivate,
      Optional<RawState> sourceIdentity,
      long sourceIdentitySchemaVersion,
      String targetType)
      implements MoveResourceState {}

  /** The object under its new type. */
  record Response(
      Value value,
      Bytes privateData,
      Optional<Value> identity,
      List<ProviderDiagnostic> diagnostics)
      implements MoveResourceState {
    public Response {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
