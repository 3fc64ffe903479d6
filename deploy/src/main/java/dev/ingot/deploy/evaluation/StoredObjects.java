package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.codec.CodecException;
import dev.ingot.deploy.codec.StoredValues;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.RawState;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects between the state, where they are JSON, and values. */
public final class StoredObjects {
  private StoredObjects() {}

  /** The value of a stored object, with its marks; empty after an error. */
  public static Optional<Value> read(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      Provider provider,
      CallContext context,
      Diagnostics diagnostics) {
    Optional<Value> value = plain(address, stored, type, provider, context, diagnostics);
    return value.map(found -> marked(found, stored));
  }

  /** The same value with null for what is not known. */
  public static Value unknownAsNull(Value value) {
    return Values.transform(
        value, (path, part) -> part.isKnown() ? part : Value.nullOf(part.type()));
  }

  private static Value marked(Value value, ObjectState stored) {
    if (stored.sensitiveAttributes().equals(RawJson.EMPTY_LIST)) {
      return value;
    }
    List<Values.PathMarks> marks = new ArrayList<>();
    try {
      SensitivePathJson.read(stored.sensitiveAttributes())
          .forEach(path -> marks.add(new Values.PathMarks(path, Marks.SENSITIVE)));
    } catch (CodecException e) {
      // Which parts are secret can't be read, so none is shown.
      marks.add(new Values.PathMarks(ValuePath.ROOT, Marks.SENSITIVE));
    }
    return Values.remark(value, marks);
  }

  private static Optional<Value> plain(
      InstanceAddress address,
      ObjectState stored,
      ResourceType type,
      Provider provider,
      CallContext context,
      Diagnostics diagnostics) {
    if (stored.attributes() instanceof StoredAttributes.Json(RawJson json)
        && stored.schemaVersion() == type.schema().version()) {
      try {
        return Optional.of(StoredValues.parse(json.text(), type.objectType()));
      } catch (CodecException e) {
        // The provider may still make something of it.
      }
    }
    RawState raw =
        switch (stored.attributes()) {
          case StoredAttributes.Json(RawJson json) -> new RawState.Json(json.text());
          case StoredAttributes.Flat(var values) -> new RawState.Flat(values);
        };
    if (stored.schemaVersion() > type.schema().version()) {
      diagnostics.add(
          Diagnostic.error(
              "Resource instance managed by newer provider version",
              "The current state of "
                  + address
                  + " was created by a newer provider version than is currently selected. Upgrade"
                  + " the provider to work with this state."));
      return Optional.empty();
    }
    try {
      UpgradeResourceState.Response response =
          provider.upgradeResourceState(
              new UpgradeResourceState.Request(type.name(), stored.schemaVersion(), raw), context);
      for (ProviderDiagnostic said : response.diagnostics()) {
        diagnostics.add(ProviderDiagnostics.of(said, address.toString()));
      }
      return response.diagnostics().stream().anyMatch(ProviderDiagnostic::isError)
          ? Optional.empty()
          : Optional.of(response.value());
    } catch (ProviderException e) {
      diagnostics.add(
          Diagnostic.error(
              "Unable to read the stored object",
              "The stored object of " + address + " can't be read: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** The attributes of a value as the state stores them. */
  public static StoredAttributes attributes(Value value, ResourceType type) {
    return StoredAttributes.json(
        new RawJson(StoredValues.text(type.withoutWriteOnly(value), type.objectType())));
  }

  /** The sensitive paths of a value as the state stores them. */
  public static RawJson sensitive(Values.Unmarked unmarked) {
    return SensitivePathJson.write(
        unmarked.marks().stream()
            .filter(marks -> marks.marks().sensitive())
            .map(Values.PathMarks::path)
            .toList());
  }
}
