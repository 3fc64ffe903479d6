package dev.ingot.lang.schema;

import dev.ingot.lang.value.Type;

/**
 * Blocks of one type within a block.
 *
 * @param schema the schema of their bodies
 * @param nesting how they are collected; with {@link Nesting#MAP} each has one label, its key
 * @param minItems the minimum number of blocks
 * @param maxItems the maximum number of blocks; 0 for no limit
 */
public record NestedBlock(Schema schema, Nesting nesting, int minItems, int maxItems) {
  /** Blocks in any number. */
  public static NestedBlock of(Schema schema, Nesting nesting) {
    return new NestedBlock(schema, nesting, 0, 0);
  }

  /** The type of the value of all these blocks. */
  public Type impliedType() {
    Type object = schema.impliedType();
    // A collection has one element type, but blocks with attributes of any type don't.
    boolean mixed = schema.containsDynamic();
    return switch (nesting) {
      case SINGLE, GROUP -> object;
      case LIST -> mixed ? Type.DYNAMIC : new Type.ListType(object);
      case SET -> new Type.SetType(object);
      case MAP -> mixed ? Type.DYNAMIC : new Type.MapType(object);
    };
  }
}
