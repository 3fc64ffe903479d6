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
import java.util.Set;
import java.util.function.Predicate;

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
    this.hasSensitive = any(schema.block(), Attribute::sensitive);
    this.hasWriteOnly = any(schema.block(), Attribute::writeOnly);
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

  private static boolean any(Schema schema, Predicate<Attribute> wanted) {
    return schema.attributes().values().stream().anyMatch(attribute -> any(attribute, wanted))
        || schema.blocks().values().stream().anyMatch(block -> any(block.schema(), wanted));
  }

  private static boolean any(Attribute attribute, Predicate<Attribute> wanted) {
    return wanted.test(attribute)
        || attribute
            .nested()
            .map(
                nested -> nested.attributes().values().stream().anyMatch(each -> any(each, wanted)))
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
        if (!elements.isEmpty() && any(schema, Attribute::sensitive)) {
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

  /** The paths at which an object has values that must never be stored. */
  public List<ValuePath> writeOnlyValues(Value object) {
    return hasWriteOnly
        ? schema.block().writeOnlyPaths(object).stream()
            .filter(path -> Values.at(object, path).filter(part -> !part.isNull()).isPresent())
            .toList()
        : List.of();
  }

  /** An object without the values that are never stored. */
  public Value withoutWriteOnly(Value object) {
    Set<ValuePath> paths = Set.copyOf(writeOnlyValues(object));
    return paths.isEmpty()
        ? object
        : Values.transform(
            object, (path, part) -> paths.contains(path) ? Value.nullOf(part.type()) : part);
  }
}
