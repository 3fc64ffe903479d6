package dev.ingot.deploy.stored;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ResourceTypeSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A type of resources of a provider, with what is computed from its schema once. */
public final class ResourceType {
  private final String name;
  private final ResourceTypeSchema schema;
  private final Type objectType;
  private final boolean hasSensitive;
  private final boolean hasWriteOnly;
  private final Value none;

  /**
   * @param name such as {@code terraform_data}
   */
  public ResourceType(String name, ResourceTypeSchema schema) {
    this.name = name;
    this.schema = schema;
    this.objectType = schema.block().impliedType();
    this.hasSensitive = anySensitive(schema.block());
    this.hasWriteOnly =
        schema.block().attributes().values().stream().anyMatch(Attribute::writeOnly);
    this.none = Value.nullOf(objectType);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its schema. */
  public ResourceTypeSchema schema() {
    return schema;
  }

  /** What is inside its blocks. */
  public Schema block() {
    return schema.block();
  }

  /** The type of its objects. */
  public Type objectType() {
    return objectType;
  }

  /** Whether values of some attributes are never stored. */
  public boolean hasWriteOnly() {
    return hasWriteOnly;
  }

  /** No object. */
  public Value none() {
    return none;
  }

  private static boolean anySensitive(Schema schema) {
    return schema.attributes().values().stream().anyMatch(ResourceType::anySensitive)
        || schema.blocks().values().stream().anyMatch(block -> anySensitive(block.schema()));
  }

  private static boolean anySensitive(Attribute attribute) {
    return attribute.sensitive()
        || attribute
            .nested()
            .map(
                nested ->
                    nested.attributes().values().stream().anyMatch(ResourceType::anySensitive))
            .orElse(false);
  }

  /** An object with marks on what the schema says is sensitive. */
  public Value withSchemaMarks(Value object) {
    if (!hasSensitive || object.isNull() || !object.isKnown()) {
      return object;
    }
    List<Values.PathMarks> found = new ArrayList<>();
    collect(schema.block(), object.unmarked(), ValuePath.ROOT, found);
    return found.isEmpty() ? object : Values.remark(object, found);
  }

  /** The marks of a value and those that the schema puts on it, in the order of the value. */
  public List<Values.PathMarks> allMarks(Values.Unmarked unmarked) {
    return hasSensitive
        ? Values.unmarkDeep(withSchemaMarks(Values.remark(unmarked.value(), unmarked.marks())))
            .marks()
        : unmarked.marks();
  }

  /** Whether a value has the same marks as others, what the schema marks put aside. */
  public boolean sameMarks(Values.Unmarked unmarked, List<Values.PathMarks> others) {
    List<Values.PathMarks> left = allMarks(unmarked);
    List<Values.PathMarks> right = allMarks(new Values.Unmarked(unmarked.value(), others));
    return left.size() == right.size() && left.containsAll(right);
  }

  private static void collect(
      Schema schema, Value object, ValuePath path, List<Values.PathMarks> found) {
    if (!(object.unmarked() instanceof Value.ObjectValue(var attributes))) {
      return;
    }
    schema
        .attributes()
        .forEach(
            (name, attribute) -> {
              if (attribute.sensitive() && attributes.containsKey(name)) {
                found.add(new Values.PathMarks(path.attribute(name), Marks.SENSITIVE));
              }
            });
    for (Map.Entry<String, NestedBlock> block : schema.blocks().entrySet()) {
      Value nested = attributes.get(block.getKey());
      if (nested != null) {
        nested(block.getValue().schema(), nested, path.attribute(block.getKey()), found);
      }
    }
  }

  private static void nested(
      Schema schema, Value value, ValuePath path, List<Values.PathMarks> found) {
    switch (value.unmarked()) {
      case Value.ListValue(Type _, List<Value> elements) -> numbered(schema, elements, path, found);
      case Value.TupleValue(List<Value> elements) -> numbered(schema, elements, path, found);
      case Value.SetValue(Type _, List<Value> elements) -> {
        if (!elements.isEmpty() && anySensitive(schema)) {
          found.add(new Values.PathMarks(path, Marks.SENSITIVE));
        }
      }
      case Value.MapValue(Type _, var entries) ->
          entries.forEach((key, each) -> collect(schema, each, path.index(key), found));
      case Value.ObjectValue object -> collect(schema, object, path, found);
      default -> {
        // Nothing inside.
      }
    }
  }

  private static void numbered(
      Schema schema, List<Value> elements, ValuePath path, List<Values.PathMarks> found) {
    for (int i = 0; i < elements.size(); i++) {
      collect(schema, elements.get(i), path.index(i), found);
    }
  }

  /** An object without the values that are never stored. */
  public Value withoutWriteOnly(Value object) {
    if (!hasWriteOnly || !(object instanceof Value.ObjectValue(var attributes))) {
      return object;
    }
    TreeMap<String, Value> stored = new TreeMap<>(Value.KEY_ORDER);
    stored.putAll(attributes);
    schema
        .block()
        .attributes()
        .forEach(
            (attributeName, attribute) -> {
              if (attribute.writeOnly()) {
                stored.put(attributeName, Value.nullOf(attribute.type()));
              }
            });
    return new Value.ObjectValue(stored);
  }
}
