package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import java.util.Optional;

/** Names the construct of a file that a place belongs to, for messages. */
public final class Enclosing {
  private Enclosing() {}

  /**
   * The outermost block around a character, as its header is written ({@code resource "a" "b"}); in
   * a file of the JSON syntax (its name ends in {@code .json}) the path of the objects and arrays
   * around it ({@code resource.a.b}).
   *
   * @param index an index into {@link SourceFile#text()}; -1 for the place before the first
   */
  public static Optional<String> describe(SourceFile file, int index) {
    Diagnostics ignored = new Diagnostics();
    if (file.name().endsWith(".json")) {
      StringBuilder path = new StringBuilder();
      describe(JsonParser.parseFile(file, ignored), index, path);
      return path.isEmpty()
          ? Optional.empty()
          : Optional.of(path.substring(path.charAt(0) == '.' ? 1 : 0));
    }
    NativeBody body = Syntax.parseNative(file, ignored);
    for (Body.Block block : body.blocks()) {
      int end = block.body() instanceof NativeBody inner ? inner.end() : block.headerRange().end();
      if (block.typeRange().start() <= index && index < end) {
        StringBuilder header = new StringBuilder(block.type());
        for (String label : block.labels()) {
          header.append(' ').append(Quoting.quote(label));
        }
        return Optional.of(header.toString());
      }
    }
    return Optional.empty();
  }

  private static void describe(JsonNode node, int index, StringBuilder path) {
    JsonNode current = node;
    while (true) {
      Optional<JsonNode> inner = Optional.empty();
      switch (current) {
        case JsonNode.ObjectNode object -> {
          for (JsonNode.Property property : object.properties()) {
            if (contains(property.value(), index)) {
              path.append('.').append(property.name());
              inner = Optional.of(property.value());
              break;
            }
          }
        }
        case JsonNode.ArrayNode array -> {
          for (int i = 0; i < array.elements().size(); i++) {
            if (contains(array.elements().get(i), index)) {
              path.append('[').append(i).append(']');
              inner = Optional.of(array.elements().get(i));
              break;
            }
          }
        }
        case JsonNode.StringNode _,
            JsonNode.LiteralNode _,
            JsonNode.NullNode _,
            JsonNode.InvalidNode _ -> {}
      }
      if (inner.isEmpty()) {
        return;
      }
      current = inner.get();
    }
  }

  private static boolean contains(JsonNode node, int index) {
    return (node instanceof JsonNode.ObjectNode || node instanceof JsonNode.ArrayNode)
        && node.range().start() <= index
        && index < node.range().end();
  }
}
