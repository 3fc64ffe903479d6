package dev.ingot.provider.fake;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of {@link FakeProvider}. */
final class FakeSchema {
  private static final Schema THING =
      new Schema(
          1,
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("id", Attribute.computed(Type.STRING)),
                  Map.entry("address", Attribute.computed(Type.STRING)),
                  Map.entry("name", Attribute.optional(Type.STRING)),
                  Map.entry("size", Attribute.optional(Type.NUMBER)),
                  Map.entry("kind", Attribute.optional(Type.STRING)),
                  Map.entry("note", Attribute.optionalComputed(Type.STRING)),
                  Map.entry("tags", Attribute.optional(new Type.MapType(Type.STRING))),
                  Map.entry("secret", Attribute.optional(Type.STRING).asSensitive()),
                  Map.entry("password", Attribute.optional(Type.STRING).asWriteOnly()),
                  Map.entry("password_version", Attribute.optional(Type.NUMBER)),
                  Map.entry("fail", Attribute.optional(Type.STRING)),
                  Map.entry("delay", Attribute.optional(Type.NUMBER)))),
          new TreeMap<>(
              Map.of(
                  "disk",
                  NestedBlock.of(
                      Schema.of(
                          Map.of(
                              "size", Attribute.required(Type.NUMBER),
                              "path", Attribute.computed(Type.STRING))),
                      Nesting.LIST),
                  "port",
                  NestedBlock.of(
                      Schema.of(Map.of("number", Attribute.required(Type.NUMBER))), Nesting.SET),
                  "login",
                  NestedBlock.of(
                      Schema.of(
                          Map.of(
                              "user", Attribute.optional(Type.STRING),
                              "password", Attribute.optional(Type.STRING).asWriteOnly())),
                      Nesting.LIST))),
          Documentation.NONE);

  private static final Schema KEYED =
      Schema.of(
          Map.of(
              "id", Attribute.computed(Type.STRING),
              "name", Attribute.required(Type.STRING),
              "kind", Attribute.optional(Type.STRING)));

  private static final Schema LOOKUP =
      Schema.of(
          Map.of(
              "name", Attribute.required(Type.STRING),
              "value", Attribute.computed(Type.STRING)));

  private static final Schema TOKEN =
      Schema.of(
          Map.of(
              "name", Attribute.optional(Type.STRING),
              "lease", Attribute.optional(Type.NUMBER),
              "token", Attribute.computed(Type.STRING)));

  static final ProviderSchema OF_PROVIDER =
      new ProviderSchema(
          Schema.of(Map.of("region", Attribute.optional(Type.STRING))),
          Optional.of(Schema.of(Map.of("module", Attribute.optional(Type.STRING)))),
          ResourceTypes.of(
              Map.of(
                  "fake_thing", ResourceTypeSchema.of(THING),
                  "fake_keyed", ResourceTypeSchema.of(KEYED))),
          ResourceTypes.of(Map.of("fake_lookup", ResourceTypeSchema.of(LOOKUP))),
          ResourceTypes.of(Map.of("fake_token", ResourceTypeSchema.of(TOKEN))),
          new TreeMap<>(),
          new ServerCapabilities(false, true, false, false, true, false));

  private FakeSchema() {}
}
