package dev.ingot.deploy.stored;

import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects between the state, where they are JSON, and values. */
public final class StoredObjects {
  private StoredObjects() {}

  /**
   * The value of a stored object, with its marks; empty where what is stored doesn't fit the
   * present schema, so that the provider has to be asked.
   */
  public static Optional<Value> value(ObjectState stored, ResourceType type) {
    if (stored.attributes() instanceof StoredAttributes.Json(RawJson json)
        && stored.schemaVersion() == type.schema().version()) {
      return parsed(json.text(), type)
          .or(
              () ->
                  KnownAttributes.of(json.text(), type.objectType())
                      .flatMap(known -> parsed(known, type)))
          .map(value -> marked(value, stored));
    }
    return Optional.empty();
  }

  private static Optional<Value> parsed(String json, ResourceType type) {
    try {
      return Optional.of(StoredValues.parse(json, type.objectType()));
    } catch (CodecException e) {
      return Optional.empty();
    }
  }

  /** The same value with null for what is not known. */
  public static Value unknownAsNull(Value value) {
    return Values.transform(
        value, (path, part) -> part.isKnown() ? part : Value.nullOf(part.type()));
  }

  /** A value with the marks that are stored with it. */
  public static Value marked(Value value, ObjectState stored) {
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

  /** The attributes of a value as the state stores them. */
  public static StoredAttributes attributes(Value value, ResourceType type) {
    return StoredAttributes.json(
        new RawJson(StoredValues.text(type.withoutWriteOnly(value), type.objectType())));
  }

  /** The sensitive paths of a value as the state stores them, those of its schema, too. */
  public static RawJson sensitive(Values.Unmarked unmarked, ResourceType type) {
    return SensitivePathJson.write(
        type.allMarks(unmarked).stream()
            .filter(marks -> marks.marks().sensitive())
            .map(Values.PathMarks::path)
            .toList());
  }
}
