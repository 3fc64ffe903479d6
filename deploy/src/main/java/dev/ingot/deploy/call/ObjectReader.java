package dev.ingot.deploy.call;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.deploy.stored.StoredIdentities;
import dev.ingot.deploy.stored.StoredObjects;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.RawState;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.StoredIdentity;
import java.util.List;
import java.util.Optional;

/** Reads stored objects, and looks at the real ones again. */
public final class ObjectReader {
  private final Observer observer;

  /**
   * @param observer receives refreshes
   */
  public ObjectReader(Observer observer) {
    this.observer = observer;
  }

  /**
   * A stored object and its value.
   *
   * @param value with marks
   */
  public record Found(ObjectState stored, Value value) {}

  /** The value of a stored object; empty after an error. */
  public static Optional<Found> stored(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    return read(address, stored, type, provider, diagnostics)
        .map(value -> new Found(stored, value));
  }

  /** The result of a refresh. */
  public sealed interface Result {}

  /**
   * It is still there.
   *
   * @param changed whether its value is another
   * @param rewritten whether what is stored of it is another
   */
  public record Present(Found found, boolean changed, boolean rewritten) implements Result {}

  /** It is gone. */
  public record Gone() implements Result {}

  /** It could not be read; this was reported. */
  public record Failed() implements Result {}

  /** Refreshes an object. */
  public Result again(
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      Found before,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    String id = id(before.value());
    observer.on(new Event.RefreshStart(address, deposed, id));
    Values.Unmarked unmarked = Values.unmarkDeep(before.value());
    Optional<ReadResource.Response> answer =
        provider.read(
            type,
            unmarked.value(),
            Kept.of(address, before.stored(), type, provider, diagnostics),
            CallSubject.stored(address),
            diagnostics);
    if (answer.isEmpty()) {
      return new Failed();
    }
    ReadResource.Response response = answer.get();
    observer.on(new Event.RefreshComplete(address, deposed, id));
    Value value = PresentBlocks.of(type.block(), response.value());
    if (value.isNull()) {
      return new Gone();
    }
    boolean same = value.equals(unmarked.value());
    Bytes kept = response.privateData();
    boolean current = before.stored().schemaVersion() == type.schema().version();
    Optional<StoredIdentity> identity =
        StoredIdentities.stored(response.identity(), before.stored().identity(), type);
    if (same
        && current
        && identity.equals(before.stored().identity())
        && kept.equals(before.stored().privateBytes())) {
      return new Present(before, false, false);
    }
    ObjectState stored =
        before.stored().toBuilder()
            .attributes(StoredObjects.attributes(value, type))
            .schemaVersion(type.schema().version())
            .privateBytes(kept)
            .identity(identity)
            .build();
    return new Present(new Found(stored, Values.remark(value, unmarked.marks())), !same, true);
  }

  /** The id of an object as messages show it; empty if it has none that may be shown. */
  public static String id(Value object) {
    return Values.attribute(object, "id")
        .filter(id -> !id.marks().sensitive())
        .flatMap(Values::text)
        .orElse("");
  }

  /** The value of a stored object, with its marks; empty after an error. */
  public static Optional<Value> read(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    Optional<Value> value = StoredObjects.value(stored, type);
    return value.isPresent()
        ? value
        : upgraded(address, stored, type, provider, diagnostics)
            .map(found -> StoredObjects.marked(found, stored));
  }

  private static Optional<Value> upgraded(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    if (stored.schemaVersion() > type.schema().version()) {
      diagnostics.add(
          Diagnostic.error(
              "Resource instance managed by newer provider version",
              "The current state of "
                  + address
                  + " was created by a newer provider version than is currently selected. Upgrade"
                  + " the "
                  + provider.address().type()
                  + " provider to work with this state."));
      return Optional.empty();
    }
    return provider.upgrade(
        type,
        new UpgradeResourceState.Request(type.name(), stored.schemaVersion(), raw(stored)),
        CallSubject.stored(address),
        diagnostics);
  }

  /** The attributes of a stored object as they are stored. */
  static RawState raw(ObjectState stored) {
    return switch (stored.attributes()) {
      case StoredAttributes.Json(RawJson json) -> new RawState.Json(json.text());
      case StoredAttributes.Flat(var values) -> new RawState.Flat(values);
    };
  }

  /**
   * Looks an object up whose change was begun and never finished; empty after an error, null where
   * it isn't there.
   *
   * @param value as it was stored, or as it was planned
   */
  public static Optional<ReadResource.Response> lookUp(
      InstanceAddress address,
      Value value,
      Kept kept,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    return provider.read(type, value, kept, CallSubject.stored(address), diagnostics);
  }

  /**
   * The objects an id or an identity stands for, of all types; empty after an error.
   *
   * @param id empty where an identity is given
   */
  public static Optional<List<ImportResourceState.Imported>> find(
      InstanceAddress address,
      String id,
      Optional<Value> identity,
      ResourceType type,
      GuardedProvider provider,
      Diagnostics diagnostics) {
    return provider.find(type, id, identity, CallSubject.stored(address), diagnostics);
  }
}
