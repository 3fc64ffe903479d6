package dev.ingot.deploy.codec;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Paths as state files write them: {@code [[{"type":"get_attr","value":"a"},{"type":"index",
 * "value":{"value":0,"type":"number"}}]]}.
 */
public final class PathJson {
  private static final JsonFactory JSON = new JsonFactory();

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
            JsonStrings.write(name, out);
          }
          case ValuePath.Index(Value key) -> {
            out.append("{\"type\":\"index\",\"value\":");
            ValueJson.write(key, dev.ingot.lang.value.Type.DYNAMIC, out);
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
    List<ValuePath> paths = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      JsonToken start = parser.nextToken();
      if (start == JsonToken.VALUE_NULL) {
        return paths;
      }
      expect(start, JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        ValuePath path = ValuePath.ROOT;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          path = path.then(step(parser));
        }
        paths.add(path);
      }
      return paths;
    } catch (StreamReadException e) {
      throw new CodecException("invalid JSON");
    }
  }

  private static ValuePath.Step step(JsonParser parser) {
    String kind = "";
    String raw = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      if (parser.currentName().equals("type")) {
        parser.nextToken();
        kind = parser.getString();
      } else {
        raw = RawCopy.next(parser);
      }
    }
    return switch (kind) {
      case "get_attr" ->
          ValueJson.parse(raw, dev.ingot.lang.value.Type.STRING)
                  instanceof Value.StringValue(String name)
              ? new ValuePath.Attribute(name)
              : new ValuePath.Attribute("");
      case "index" -> new ValuePath.Index(ValueJson.parse(raw, dev.ingot.lang.value.Type.DYNAMIC));
      default -> throw new CodecException("unknown step of a path: \"" + kind + "\"");
    };
  }

  private static void expect(JsonToken got, JsonToken want) {
    if (got != want) {
      throw new CodecException("expected a list of paths");
    }
  }
}
