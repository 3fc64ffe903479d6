package dev.ingot.bake.plugin;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.NativeBody;
import dev.ingot.lang.value.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The schema of a component that doesn't tell its arguments: whatever its blocks in a template
 * give. The component refuses what it doesn't know.
 */
final class OpenSchema {
  private OpenSchema() {}

  /** What these bodies have. */
  static Schema of(List<Body> bodies) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    Map<String, List<Body>> nested = new LinkedHashMap<>();
    for (Body body : bodies) {
      if (body instanceof NativeBody own) {
        own.attributes().keySet().forEach(name -> put(attributes, name));
        own.blocks().forEach(block -> add(block, nested));
      } else {
        body.attributes(new Diagnostics()).keySet().forEach(name -> put(attributes, name));
      }
    }
    Map<String, NestedBlock> blocks = new LinkedHashMap<>();
    nested.forEach(
        (type, each) -> {
          attributes.remove(type);
          blocks.put(type, NestedBlock.of(of(each), Nesting.LIST));
        });
    return Schema.of(attributes, blocks);
  }

  private static void put(Map<String, Attribute> attributes, String name) {
    attributes.put(name, Attribute.optional(Type.DYNAMIC));
  }

  /** A {@code dynamic} block makes blocks of its label from its {@code content}. */
  private static void add(Body.Block block, Map<String, List<Body>> nested) {
    if (!block.type().equals("dynamic") || block.labels().size() != 1) {
      nested.computeIfAbsent(block.type(), _ -> new ArrayList<>()).add(block.body());
    } else if (block.body() instanceof NativeBody inside) {
      for (Body.Block content : inside.blocks()) {
        if (content.type().equals("content")) {
          nested
              .computeIfAbsent(block.labels().getFirst(), _ -> new ArrayList<>())
              .add(content.body());
        }
      }
    }
  }
}
