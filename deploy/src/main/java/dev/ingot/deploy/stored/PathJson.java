package dev.ingot.deploy.stored;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.state.format.JsonText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Paths as state files write them: {@code [[{"type":"get_attr","value":"a"},{"type":"index",
 * "value":{"value":0,"type":"number"}}]]}.
 */
public final class PathJson {
  private PathJson() {}

  /** Writes paths. */
  public static String text(List<ValuePath> paths) {
    StringBuilder out = new StringBuilder("[");
    for (ValuePath path : paths) {
      if (out.length() > 1) {
        out.append(',');
      }
      out.append('[');
      boolean first = true;
      for (ValuePath.Step step : path.steps()) {
        if (!first) {
          out.append(',');
        }
        first = false;
        switch (step) {
          case ValuePath.Attribute(String name) -> {
            out.append("{\"type\":\"get_attr\",\"value\":");
            JsonText.quote(name, out);
          }
          case ValuePath.Index(Value key) -> {
            out.append("{\"type\":\"index\",\"value\":");
            StoredValues.write(key, Type.DYNAMIC, out);
          }
        }
        out.append('}');
      }
      out.append(']');
    }
    return out.append(']').toString();
  }

  /**
   * Reads paths.
   *
   * @throws CodecException if the text is none
   */
  public static List<ValuePath> parse(String json) {
    try {
      List<ValuePath> paths = new ArrayList<>();
      for (Value written : elements(ValueJson.parse(json))) {
        ValuePath path = ValuePath.ROOT;
        for (Value step : elements(written)) {
          path = path.then(step(step));
        }
        paths.add(path);
      }
      return paths;
    } catch (ValueJsonException e) {
      throw new CodecException(String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      throw new CodecException("invalid JSON");
    }
  }

  private static List<Value> elements(Value value) {
    if (value.isNull()) {
      return List.of();
    }
    if (value instanceof Value.TupleValue(List<Value> elements)) {
      return elements;
    }
    throw new CodecException("expected a list of paths");
  }

  private static ValuePath.Step step(Value written) {
    Value value = Values.attribute(written, "value").orElse(Values.NULL);
    String kind = Values.attribute(written, "type").flatMap(Values::text).orElse("");
    return switch (kind) {
      case "get_attr" ->
          new ValuePath.Attribute(
              Values.text(value)
                  .orElseThrow(() -> new CodecException("expected the name of an attribute")));
      case "index" -> new ValuePath.Index(ValueJson.parse(ValueJson.format(value), Type.DYNAMIC));
      default -> throw new CodecException("unknown step of a path: \"" + kind + "\"");
    };
  }
}
