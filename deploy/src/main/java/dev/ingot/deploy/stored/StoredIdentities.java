package dev.ingot.deploy.stored;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.IdentitySchema;
import dev.ingot.state.ObjectState;
import dev.ingot.state.RawJson;
import dev.ingot.state.StoredIdentity;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Identities of objects between the state, where they are JSON, and values. Rules: states of
 * Terraform 1.12.
 */
public final class StoredIdentities {
  private StoredIdentities() {}

  /** The type of identities. */
  public static Type type(IdentitySchema schema) {
    TreeMap<String, Type> types = new TreeMap<>();
    schema.attributes().forEach(each -> types.put(each.name(), each.type()));
    return new Type.ObjectType(types);
  }

  /**
   * The identity of a stored object; empty where it has none, its type has none, or it was stored
   * by another version of the schema, so that the provider has to be asked.
   */
  public static Optional<Value> value(ObjectState stored, ResourceType type) {
    Optional<IdentitySchema> schema = type.schema().identity();
    if (stored.identity().isEmpty()
        || schema.isEmpty()
        || stored.identity().get().schemaVersion() != schema.get().version()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StoredValues.parse(stored.identity().get().value().text(), type(schema.get())));
    } catch (CodecException e) {
      return Optional.empty();
    }
  }

  /**
   * What to store after a provider's answer: the identity it tells, else the one there was.
   *
   * @param told what the provider tells; empty or null where that is nothing
   */
  public static Optional<StoredIdentity> stored(
      Optional<Value> told, Optional<StoredIdentity> before, ResourceType type) {
    Optional<IdentitySchema> schema = type.schema().identity();
    if (schema.isEmpty()) {
      return before;
    }
    return told.filter(value -> !value.isNull() && Values.isWhollyKnown(value))
        .map(
            value ->
                new StoredIdentity(
                    schema.get().version(),
                    new RawJson(StoredValues.text(value, type(schema.get())))))
        .or(() -> before);
  }
}
