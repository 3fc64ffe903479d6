package dev.ingot.lang.schema;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the paths of attributes of some kind in a value. */
final class AttributePaths {
  private final Predicate<Attribute> wanted;
  private final List<ValuePath> found = new ArrayList<>();

  private AttributePaths(Predicate<Attribute> wanted) {
    this.wanted = wanted;
  }

  static List<ValuePath> of(Schema schema, Value value, Predicate<Attribute> wanted) {
    AttributePaths paths = new AttributePaths(wanted);
    if (paths.concerns(schema)) {
      paths.block(schema, value, ValuePath.ROOT);
    }
    return List.copyOf(paths.found);
  }

  private boolean concerns(Schema schema) {
    if (concerns(schema.attributes())) {
      return true;
    }
    for (NestedBlock block : schema.blocks().values()) {
      if (concerns(block.schema())) {
        return true;
      }
    }
    return false;
  }

  private boolean concerns(Map<String, Attribute> attributes) {
    for (Attribute attribute : attributes.values()) {
      if (wanted.test(attribute)
          || (attribute.nested().isPresent() && concerns(attribute.nested().get().attributes()))) {
        return true;
      }
    }
    return false;
  }

  private void block(Schema schema, Value value, ValuePath path) {
    attributes(schema.attributes(), value, path);
    schema
        .blocks()
        .forEach(
            (type, block) ->
                Values.attribute(value, type)
                    .ifPresent(
                        blocks ->
                            each(
                                block.nesting(),
                                blocks,
                                path.attribute(type),
                                (object, at) -> block(block.schema(), object, at))));
  }

  private void attributes(Map<String, Attribute> attributes, Value value, ValuePath path) {
    attributes.forEach(
        (name, attribute) -> {
          Optional<Value> part = Values.attribute(value, name);
          if (part.isEmpty()) {
            return;
          }
          ValuePath at = path.attribute(name);
          if (wanted.test(attribute)) {
            found.add(at);
          } else if (attribute.nested().isPresent()) {
            Attribute.Nested nested = attribute.nested().get();
            each(
                nested.nesting(),
                part.get(),
                at,
                (object, below) -> attributes(nested.attributes(), object, below));
          }
        });
  }

  @FunctionalInterface
  private interface ObjectVisitor {
    void visit(Value object, ValuePath path);
  }

  private static void each(Nesting nesting, Value value, ValuePath path, ObjectVisitor visitor) {
    if (nesting == Nesting.SINGLE || nesting == Nesting.GROUP) {
      visitor.visit(value, path);
      return;
    }
    boolean set = value.unmarked() instanceof Value.SetValue;
    Values.elements(value)
        .ifPresent(
            elements -> {
              for (int i = 0; i < elements.size(); i++) {
                Value key = set ? elements.get(i) : Values.number(BigFloat.of((long) i));
                visitor.visit(elements.get(i), path.then(new ValuePath.Index(key)));
              }
            });
    Values.entries(value)
        .ifPresent(
            entries -> entries.forEach((key, object) -> visitor.visit(object, path.index(key))));
  }
}
