package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Attributes that a body writes as blocks. A provider may declare a list or set of objects as an
 * attribute, so that {@code ingress = []} can be told from no {@code ingress}; configurations write
 * it as blocks all the same, and may. Where a body has no such attribute but blocks of its name,
 * {@code dynamic} ones included, it is read as if the schema had blocks; where dynamic ones
 * generate none, as if it were not there. JSON, where both look alike, is read as the attribute.
 * Rule: behaviour of Terraform 1.11 ("attributes as blocks").
 */
final class AttributeBlocks {
  private AttributeBlocks() {}

  /** The schema to read a body with; the same one where its attributes are written as such. */
  static Schema written(Schema schema, Body body) {
    List<String> candidates = collectionsOfObjects(schema);
    Set<String> asBlocks = candidates.isEmpty() ? Set.of() : writtenAsBlocks(candidates, body);
    return asBlocks.isEmpty() ? schema : withBlocks(schema, asBlocks);
  }

  /** The attributes that a body writes as blocks, none of them dynamic. */
  static SortedSet<String> plain(Schema schema, Body body) {
    List<String> candidates = collectionsOfObjects(schema);
    if (candidates.isEmpty()) {
      return Collections.emptySortedSet();
    }
    TreeSet<String> plain = new TreeSet<>(writtenAsBlocks(candidates, body));
    for (Body.Block block : content(candidates, body).blocks()) {
      if (block.type().equals(DynamicBlocks.TYPE) && !block.labels().isEmpty()) {
        plain.remove(block.labels().getFirst());
      }
    }
    return plain;
  }

  /** Asked for every body there is: it must not copy types, nor anything where there are none. */
  private static List<String> collectionsOfObjects(Schema schema) {
    List<String> names = List.of();
    for (Map.Entry<String, Attribute> each : schema.attributes().entrySet()) {
      Attribute attribute = each.getValue();
      if (attribute.nested().isEmpty() && isCollectionOfObjects(attribute.constraint().type())) {
        if (names.isEmpty()) {
          names = new ArrayList<>();
        }
        names.add(each.getKey());
      }
    }
    return names;
  }

  private static boolean isCollectionOfObjects(Type type) {
    return (type instanceof Type.ListType list && list.element() instanceof Type.ObjectType)
        || (type instanceof Type.SetType set && set.element() instanceof Type.ObjectType);
  }

  private static Body.BodyContent content(List<String> names, Body body) {
    List<Body.AttributeSchema> attributes = new ArrayList<>();
    List<Body.BlockSchema> blocks = new ArrayList<>();
    for (String name : names) {
      attributes.add(new Body.AttributeSchema(name, false));
      blocks.add(new Body.BlockSchema(name));
    }
    blocks.add(new Body.BlockSchema(DynamicBlocks.TYPE, "type"));
    // Errors are reported when the body is decoded.
    return body.partialContent(new Body.BodySchema(attributes, blocks), new Diagnostics())
        .content();
  }

  private static Set<String> writtenAsBlocks(List<String> names, Body body) {
    Body.BodyContent content = content(names, body);
    Set<String> written = new HashSet<>();
    for (Body.Block block : content.blocks()) {
      boolean dynamic = block.type().equals(DynamicBlocks.TYPE) && !block.labels().isEmpty();
      written.add(dynamic ? block.labels().getFirst() : block.type());
    }
    written.retainAll(names);
    written.removeAll(content.attributes().keySet());
    return written;
  }

  private static Schema withBlocks(Schema schema, Set<String> names) {
    SortedMap<String, Attribute> attributes = new TreeMap<>(schema.attributes());
    SortedMap<String, NestedBlock> blocks = new TreeMap<>(schema.blocks());
    for (String name : names) {
      Attribute attribute = attributes.remove(name);
      if (attribute != null) {
        block(attribute.type()).ifPresent(block -> blocks.put(name, block));
      }
    }
    return new Schema(schema.version(), attributes, blocks, schema.documentation());
  }

  private static Optional<NestedBlock> block(Type type) {
    return switch (type) {
      case Type.ListType(Type.ObjectType element) -> Optional.of(block(element, Nesting.LIST));
      case Type.SetType(Type.ObjectType element) -> Optional.of(block(element, Nesting.SET));
      default -> Optional.empty();
    };
  }

  private static NestedBlock block(Type.ObjectType element, Nesting nesting) {
    SortedMap<String, Attribute> attributes = new TreeMap<>();
    element.attributes().forEach((name, type) -> attributes.put(name, Attribute.optional(type)));
    return NestedBlock.of(Schema.of(attributes), nesting);
  }
}
