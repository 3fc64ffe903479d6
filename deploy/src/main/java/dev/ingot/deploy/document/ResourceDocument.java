package dev.ingot.deploy.document;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceAddress;
import dev.ingot.deploy.document.ValueDocument.Aspect;
import dev.ingot.lang.value.Value;
import dev.ingot.state.StoredIdentity;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * One object in a plan or state document.
 *
 * @param values empty if the object doesn't exist
 */
record ResourceDocument(
    InstanceAddress address,
    String provider,
    long schemaVersion,
    Optional<Value> values,
    List<ResourceAddress> dependencies,
    boolean tainted,
    Optional<String> deposedKey,
    Optional<StoredIdentity> identity) {

  /** Writes the parts of an address that all documents have. */
  static void address(JsonGenerator json, InstanceAddress address, String provider) {
    json.writeStringProperty("mode", address.resource().mode().text());
    json.writeStringProperty("type", address.resource().type());
    json.writeStringProperty("name", address.resource().name());
    switch (address.key()) {
      case InstanceKey.None() -> {}
      case InstanceKey.Index(long index) -> json.writeNumberProperty("index", index);
      case InstanceKey.Text(String key) -> json.writeStringProperty("index", key);
    }
    json.writeStringProperty("provider_name", provider);
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("address", address.toString());
    address(json, address, provider);
    json.writeNumberProperty("schema_version", schemaVersion);
    if (values.isPresent()) {
      if (ValueDocument.hasKnownPart(values.get())) {
        json.writeName("values");
        ValueDocument.write(json, values.get());
      }
      json.writeName("sensitive_values");
      ValueDocument.shape(json, values.get(), Aspect.SENSITIVE);
    } else {
      json.writeBooleanProperty("sensitive_values", false);
    }
    if (!dependencies.isEmpty()) {
      json.writeName("depends_on");
      json.writeStartArray();
      dependencies.forEach(dependency -> json.writeString(dependency.toString()));
      json.writeEndArray();
    }
    if (tainted) {
      json.writeBooleanProperty("tainted", true);
    }
    deposedKey.ifPresent(key -> json.writeStringProperty("deposed_key", key));
    identity.ifPresent(
        found -> {
          json.writeNumberProperty("identity_schema_version", found.schemaVersion());
          json.writeName("identity");
          json.writeRawValue(found.value().text());
        });
    json.writeEndObject();
  }
}
