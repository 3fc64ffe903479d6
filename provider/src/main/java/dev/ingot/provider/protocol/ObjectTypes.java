package dev.ingot.provider.protocol;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.IdentitySchema;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types of the objects of a provider, each made of its schema once. A name the schema doesn't
 * have is a {@link ProviderException}. Safe for use by several threads.
 */
final class ObjectTypes {
  private final ProviderSchema schema;
  private final Type provider;
  private final Map<String, Type> resources = new ConcurrentHashMap<>();

  ObjectTypes(ProviderSchema schema) {
    this.schema = schema;
    this.provider = schema.provider().impliedType();
  }

  Type provider() {
    return provider;
  }

  /** The type of what modules say to the provider; empty if they may say nothing. */
  Optional<Type> providerMeta() {
    return schema.providerMeta().map(Schema::impliedType);
  }

  Type resource(String name) {
    Type known = resources.get(name);
    if (known == null) {
      known = required("resource type", name, schema.resourceType(name)).block().impliedType();
      resources.put(name, known);
    }
    return known;
  }

  Type dataSource(String name) {
    return required("data source", name, schema.dataSource(name)).block().impliedType();
  }

  Type ephemeral(String name) {
    return required("ephemeral resource type", name, schema.ephemeralResource(name))
        .block()
        .impliedType();
  }

  Type list(String name) {
    return required("list resource type", name, schema.listResource(name)).block().impliedType();
  }

  /** The type of the identities of a resource type; any where it has none. */
  Type identity(String name) {
    Optional<IdentitySchema> identity =
        schema.resourceType(name).flatMap(ResourceTypeSchema::identity);
    if (identity.isEmpty()) {
      return Type.DYNAMIC;
    }
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    identity.get().attributes().forEach(each -> types.put(each.name(), each.type()));
    return new Type.ObjectType(types);
  }

  private static ResourceTypeSchema required(
      String what, String name, Optional<ResourceTypeSchema> found) {
    return found.orElseThrow(
        () -> new ProviderException("it has no " + what + " named \"" + name + "\""));
  }
}
