package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attributes that a body writes as blocks. A provider may declare a list or set of objects as an
 * attribute, so that {@code ingress = []} can be told from no {@code ingress}; configurations write
 * it as blocks all the same, and may. Where a body has no such attribute but blocks of its name,
 * {@code dynamic} ones included, it is read as if the schema had blocks. JSON, where both look
 * alike, is read as the attribute. Rule: behaviour of Terraform 1.11 ("attributes as blocks").
 */
final class AttributeBlocks {
  private AttributeBlocks() {}

  /** The schema to read a body with. */
  static Schema written(Schema schema, Body body) {
    List<String> asBlocks = new ArrayList<>(0);
    for (Map.Entry<String, Attribute> each : schema.attributes().entrySet()) {
      if (isCollectionOfObjects(each.getValue()) && isWrittenAsBlocks(each.getKey(), body)) {
        asBlocks.add(each.getKey());
      }
    }
    return asBlocks.isEmpty() ? schema : withBlocks(schema, asBlocks);
  }

  private static boolean isCollectionOfObjects(Attribute attribute) {
    return attribute.nested().isEmpty() && element(attribute.type()).isPresent();
  }

  private static Optional<Type.ObjectType> element(Type type) {
    return switch (type) {
      case Type.ListType(Type.ObjectType object) -> Optional.of(object);
      case Type.SetType(Type.ObjectType object) -> Optional.of(object);
      default -> Optional.empty();
    };
  }

  private static boolean isWrittenAsBlocks(String name, Body body) {
    // Errors are reported when the body is decoded.
    Diagnostics ignored = new Diagnostics();
    Body.BodySchema attribute =
        new Body.BodySchema(List.of(new Body.AttributeSchema(name, false)), List.of());
    if (!body.partialContent(attribute, ignored).content().attributes().isEmpty()) {
      return false;
    }
    Body.BodySchema blocks =
        new Body.BodySchema(
            List.of(),
            List.of(new Body.BlockSchema(name), new Body.BlockSchema(DynamicBlocks.TYPE, "type")));
    return body.partialContent(blocks, ignored).content().blocks().stream()
        .anyMatch(block -> block.type().equals(name) || block.labels().equals(List.of(name)));
  }

  private static Schema withBlocks(Schema schema, List<String> names) {
    SortedMap<String, Attribute> attributes = new TreeMap<>(schema.attributes());
    SortedMap<String, NestedBlock> blocks = new TreeMap<>(schema.blocks());
    for (String name : names) {
      Attribute attribute = schema.attributes().get(name);
      if (attribute != null) {
        attributes.remove(name);
        blocks.put(name, block(attribute.type()));
      }
    }
    return new Schema(schema.version(), attributes, blocks, schema.documentation());
  }

  private static NestedBlock block(Type collection) {
    SortedMap<String, Attribute> attributes = new TreeMap<>();
    element(collection)
        .ifPresent(
            object ->
                object
                    .attributes()
                    .forEach((name, type) -> attributes.put(name, Attribute.optional(type))));
    return NestedBlock.of(
        Schema.of(attributes), collection instanceof Type.SetType ? Nesting.SET : Nesting.LIST);
  }
}
