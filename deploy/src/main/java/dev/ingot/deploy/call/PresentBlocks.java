package dev.ingot.deploy.call;

import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Blocks are never null: where a provider of the older kind leaves them out, they are empty. Rules:
 * the recorded behaviour of Terraform 1.11 with what providers read.
 */
@SuppressWarnings("ReferenceEquality") // the same object means that nothing was left out
final class PresentBlocks {
  private PresentBlocks() {}

  /**
   * An object whose blocks are there; the same one where they all are.
   *
   * @param value without marks
   */
  static Value of(Schema schema, Value value) {
    if (!(value instanceof Value.ObjectValue(var attributes)) || schema.blocks().isEmpty()) {
      return value;
    }
    Map<String, Value> changed = new TreeMap<>(Value.KEY_ORDER);
    schema
        .blocks()
        .forEach(
            (name, block) -> {
              Value before = attributes.getOrDefault(name, Values.NULL);
              Value after = block(block, before);
              if (after != before) {
                changed.put(name, after);
              }
            });
    if (changed.isEmpty()) {
      return value;
    }
    TreeMap<String, Value> all = new TreeMap<>(Value.KEY_ORDER);
    all.putAll(attributes);
    all.putAll(changed);
    return new Value.ObjectValue(all);
  }

  private static Value block(NestedBlock block, Value value) {
    if (block.schema().containsDynamic()) {
      // The older kind of providers has none of these.
      return value;
    }
    return switch (block.nesting()) {
      case SINGLE -> of(block.schema(), value);
      case GROUP -> value.isNull() ? block.schema().emptyValue() : of(block.schema(), value);
      case LIST ->
          switch (value) {
            case Value.NullValue _ -> Values.list(block.schema().impliedType(), List.of());
            case Value.ListValue(var type, List<Value> elements) -> {
              List<Value> inner = inner(block, elements);
              yield inner == elements ? value : new Value.ListValue(type, inner);
            }
            case Value other -> other;
          };
      case SET ->
          switch (value) {
            case Value.NullValue _ -> Values.set(block.schema().impliedType(), List.of());
            case Value.SetValue(var type, List<Value> elements) -> {
              List<Value> inner = inner(block, elements);
              yield inner == elements ? value : Values.set(type, inner);
            }
            case Value other -> other;
          };
      case MAP -> value;
    };
  }

  private static List<Value> inner(NestedBlock block, List<Value> elements) {
    List<Value> inner = new ArrayList<>();
    boolean same = true;
    for (Value element : elements) {
      Value present = of(block.schema(), element);
      same &= present == element;
      inner.add(present);
    }
    return same ? elements : inner;
  }
}
