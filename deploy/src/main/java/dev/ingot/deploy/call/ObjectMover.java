package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.RawState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.StoredIdentity;
import java.util.Optional;

/** Makes stored objects of one type into objects of another, as a provider says. */
public final class ObjectMover {
  private ObjectMover() {}

  /**
   * The object under its new type; empty after an error.
   *
   * @param address where the object is now
   * @param source the provider it comes from
   * @param sourceType its type until now
   * @param provider the provider of the new type
   */
  public static Optional<ObjectState> move(
      InstanceAddress address,
      ProviderAddress source,
      String sourceType,
      ObjectState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    MoveResourceState.Request request =
        new MoveResourceState.Request(
            source.toString(),
            sourceType,
            stored.schemaVersion(),
            ObjectReader.raw(stored),
            stored.privateBytes(),
            stored.identity().map(identity -> new RawState.Json(identity.value().text())),
            stored.identity().map(StoredIdentity::schemaVersion).orElse(0L),
            type.name());
    Optional<MoveResourceState.Response> answer =
        provider.move(type, request, CallSubject.stored(address), diagnostics);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    if (answer.get().value().isNull()) {
      diagnostics.add(
          Diagnostic.error(
              "Provider returned invalid value",
              "The provider returned a null value for "
                  + address
                  + " when moving state. This is always a problem with the provider and should be"
                  + " reported to the provider developer."));
      return Optional.empty();
    }
    Values.Unmarked moved = Values.unmarkDeep(answer.get().value());
    return Optional.of(
        stored.toBuilder()
            .attributes(StoredObjects.attributes(moved.value(), type))
            .schemaVersion(type.schema().version())
            .sensitiveAttributes(StoredObjects.sensitive(moved, type))
            .privateBytes(answer.get().privateData())
            .identity(StoredIdentities.stored(answer.get().identity(), Optional.empty(), type))
            .build());
  }
}
