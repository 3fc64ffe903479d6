package dev.ingot.lang.schema;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.TreeMap;

/** The values of an empty body. */
final class EmptyValues {
  private EmptyValues() {}

  static Value of(Schema schema) {
    TreeMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    schema
        .attributes()
        .forEach((name, attribute) -> values.put(name, Value.nullOf(attribute.type())));
    schema.blocks().forEach((name, block) -> values.put(name, of(block)));
    return new Value.ObjectValue(values);
  }

  static Value of(NestedBlock block) {
    Type object = block.schema().impliedType();
    boolean mixed = block.schema().containsDynamic();
    return switch (block.nesting()) {
      case SINGLE -> Value.nullOf(object);
      case GROUP -> of(block.schema());
      case LIST -> mixed ? new Value.TupleValue(List.of()) : new Value.ListValue(object, List.of());
      case SET -> new Value.SetValue(object, List.of());
      case MAP ->
          mixed
              ? new Value.ObjectValue(new TreeMap<>(Value.KEY_ORDER))
              : new Value.MapValue(object, new TreeMap<>(Value.KEY_ORDER));
    };
  }
}
