package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The schema of a body, which decodes bodies to object values. Rules: the schema messages of the
 * plugin protocols 5 and 6, and the recorded behaviour of Terraform 1.11.
 *
 * @param version the version of the objects' form in the state; 0 for a nested block
 * @param attributes by name
 * @param blocks by type
 */
public record Schema(
    long version,
    SortedMap<String, Attribute> attributes,
    SortedMap<String, NestedBlock> blocks,
    Documentation documentation) {
  /** An empty body. */
  public static final Schema EMPTY = of(Map.of(), Map.of());

  public Schema {
    attributes = Attribute.sorted(attributes);
    blocks = Attribute.sorted(blocks);
  }

  /** A schema of version 0 without documentation. */
  public static Schema of(Map<String, Attribute> attributes, Map<String, NestedBlock> blocks) {
    return new Schema(
        0, Attribute.sorted(attributes), Attribute.sorted(blocks), Documentation.NONE);
  }

  /** A schema with attributes only. */
  public static Schema of(Map<String, Attribute> attributes) {
    return of(attributes, Map.of());
  }

  /** The type of the values this schema decodes bodies to. */
  public Type impliedType() {
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    attributes.forEach((name, attribute) -> types.put(name, attribute.type()));
    blocks.forEach((name, block) -> types.put(name, block.impliedType()));
    return new Type.ObjectType(types);
  }

  /** Whether an attribute in it, at any depth, may be of any type. */
  public boolean containsDynamic() {
    return attributes.values().stream().anyMatch(a -> Types.containsDynamic(a.type()))
        || blocks.values().stream().anyMatch(b -> b.schema().containsDynamic());
  }

  /**
   * Decodes a body, with its {@code dynamic} blocks expanded.
   *
   * @return an object with every attribute and block of the schema; unknown or null in place of
   *     errors
   */
  public Value decode(Body body, Scope scope, Diagnostics diagnostics) {
    return new BodyDecoder(scope, diagnostics).decode(this, body);
  }

  /**
   * All references of a body into its scope, in source order, including those of {@code dynamic}
   * blocks without their iterators. Doesn't report errors; decoding does.
   */
  public List<Traversal> references(Body body) {
    return BodyReferences.of(this, body);
  }

  /** The attributes that a body writes as blocks, as it may, none of them dynamic; in order. */
  public SortedSet<String> writtenAsBlocks(Body body) {
    return AttributeBlocks.plain(this, body);
  }

  /** The paths of sensitive attributes in a value of this schema, including nested blocks. */
  public List<ValuePath> sensitivePaths(Value value) {
    return AttributePaths.of(this, value, Attribute::sensitive);
  }

  /** The paths of write-only attributes in a value of this schema. */
  public List<ValuePath> writeOnlyPaths(Value value) {
    return AttributePaths.of(this, value, Attribute::writeOnly);
  }

  /** The value of an empty body; required attributes are null. */
  public Value emptyValue() {
    return EmptyValues.of(this);
  }
}
