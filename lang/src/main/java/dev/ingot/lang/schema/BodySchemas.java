package dev.ingot.lang.schema;

import dev.ingot.lang.syntax.Body;
import java.util.ArrayList;
import java.util.List;

/** The content to read from a body for a schema. */
final class BodySchemas {
  private static final String KEY_LABEL = "key";

  private BodySchemas() {}

  /** The attributes and blocks of a schema, and {@code dynamic} blocks. */
  static Body.BodySchema of(Schema schema) {
    List<Body.AttributeSchema> attributes = new ArrayList<>(schema.attributes().size());
    schema
        .attributes()
        .forEach(
            (name, attribute) ->
                attributes.add(new Body.AttributeSchema(name, attribute.required())));
    List<Body.BlockSchema> blocks = new ArrayList<>(schema.blocks().size() + 1);
    schema.blocks().forEach((type, block) -> blocks.add(new Body.BlockSchema(type, labels(block))));
    if (!schema.blocks().containsKey(DynamicBlocks.TYPE)) {
      blocks.add(new Body.BlockSchema(DynamicBlocks.TYPE, "type"));
    }
    return new Body.BodySchema(attributes, blocks);
  }

  /** The names of the labels of a block. */
  static List<String> labels(NestedBlock block) {
    return block.nesting() == Nesting.MAP ? List.of(KEY_LABEL) : List.of();
  }

  /** The content of a {@code dynamic} block. */
  static Body.BodySchema dynamic(NestedBlock block) {
    List<Body.AttributeSchema> attributes = new ArrayList<>(3);
    attributes.add(new Body.AttributeSchema(DynamicBlocks.FOR_EACH, true));
    attributes.add(new Body.AttributeSchema(DynamicBlocks.ITERATOR, false));
    if (!labels(block).isEmpty()) {
      attributes.add(new Body.AttributeSchema(DynamicBlocks.LABELS, true));
    }
    return new Body.BodySchema(attributes, List.of(new Body.BlockSchema(DynamicBlocks.CONTENT)));
  }
}
