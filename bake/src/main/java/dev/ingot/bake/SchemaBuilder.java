package dev.ingot.bake;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Documentation;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.util.Map;
import java.util.TreeMap;

/** Builds the schema of a component. */
public final class SchemaBuilder {
  /** A list of texts. */
  public static final Type TEXTS = new Type.ListType(Type.STRING);

  /** Texts by name. */
  public static final Type TEXT_MAP = new Type.MapType(Type.STRING);

  private final Map<String, Attribute> attributes = new TreeMap<>();
  private final Map<String, NestedBlock> blocks = new TreeMap<>();

  /** An empty schema. */
  public SchemaBuilder() {}

  /** Adds an optional argument. */
  public SchemaBuilder optional(String name, Type type, String description) {
    attributes.put(name, Attribute.optional(type).documented(Documentation.of(description)));
    return this;
  }

  /** Adds a required argument. */
  public SchemaBuilder required(String name, Type type, String description) {
    attributes.put(name, Attribute.required(type).documented(Documentation.of(description)));
    return this;
  }

  /** Adds a type of block that may occur any number of times. */
  public SchemaBuilder blocks(String name, Schema schema) {
    blocks.put(name, NestedBlock.of(schema, Nesting.LIST));
    return this;
  }

  /** The schema. */
  public Schema build() {
    return Schema.of(attributes, blocks);
  }
}
