package dev.ingot.bake.data;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.DataSource;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Map;
import java.util.TreeMap;

/** Gives back what it is given. Rules: the documentation of Packer's null data source. */
public final class NullData implements DataSource {
  /** One object serves all blocks. */
  public NullData() {}

  @Override
  public String type() {
    return "null";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder().required("input", Type.STRING, "The text to return.").build();
  }

  @Override
  public Type output() {
    return new Type.ObjectType(new TreeMap<>(Map.of("output", Type.STRING)));
  }

  @Override
  public Value read(Arguments arguments) {
    Value input = arguments.values().get("input");
    return Values.object(Map.of("output", input == null ? Value.nullOf(Type.STRING) : input));
  }
}
