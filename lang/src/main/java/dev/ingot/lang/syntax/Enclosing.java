package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.value.Quoting;
import java.util.List;
import java.util.Optional;

/**
 * Names the construct of a file that a place belongs to, for messages. The file is read once; a
 * file whose name ends in {@code .json} is one of the JSON syntax.
 */
public final class Enclosing {
  private final List<Body.Block> blocks;
  private final Optional<JsonNode> json;

  private Enclosing(List<Body.Block> blocks, Optional<JsonNode> json) {
    this.blocks = blocks;
    this.json = json;
  }

  /** Reads a file; errors in it don't matter. */
  public static Enclosing of(SourceFile file) {
    Diagnostics ignored = new Diagnostics();
    if (file.name().endsWith(".json")) {
      return new Enclosing(List.of(), Optional.of(JsonParser.parseFile(file, ignored)));
    }
    return new Enclosing(Syntax.parseNative(file, ignored).blocks(), Optional.empty());
  }

  /**
   * The outermost block around a character, as its header is written ({@code resource "a" "b"}); in
   * JSON the path of the objects and arrays around it ({@code resource.a.b}).
   *
   * @param index an index into {@link SourceFile#text()}; -1 for the place before the first
   */
  public Optional<String> describe(int index) {
    if (json.isPresent()) {
      String path = path(json.get(), index);
      return path.isEmpty()
          ? Optional.empty()
          : Optional.of(path.substring(path.charAt(0) == '.' ? 1 : 0));
    }
    for (Body.Block block : blocks) {
      int end = block.body() instanceof NativeBody inner ? inner.end() : block.headerRange().end();
      if (block.typeRange().start() <= index && index < end) {
        StringBuilder header = new StringBuilder(block.type());
        for (String label : block.labels()) {
          header.append(' ').append(Quoting.quoted(label));
        }
        return Optional.of(header.toString());
      }
    }
    return Optional.empty();
  }

  private static String path(JsonNode root, int index) {
    StringBuilder path = new StringBuilder();
    Optional<JsonNode> current = Optional.of(root);
    while (current.isPresent()) {
      current = inner(current.get(), index, path);
    }
    return path.toString();
  }

  private static Optional<JsonNode> inner(JsonNode node, int index, StringBuilder path) {
    switch (node) {
      case JsonNode.ObjectNode object -> {
        for (JsonNode.Property property : object.properties()) {
          if (contains(property.value(), index)) {
            path.append('.').append(property.name());
            return Optional.of(property.value());
          }
        }
      }
      case JsonNode.ArrayNode array -> {
        for (int i = 0; i < array.elements().size(); i++) {
          if (contains(array.elements().get(i), index)) {
            path.append('[').append(i).append(']');
            return Optional.of(array.elements().get(i));
          }
        }
      }
      case JsonNode.StringNode _,
          JsonNode.LiteralNode _,
          JsonNode.NullNode _,
          JsonNode.InvalidNode _ -> {}
    }
    return Optional.empty();
  }

  private static boolean contains(JsonNode node, int index) {
    return (node instanceof JsonNode.ObjectNode || node instanceof JsonNode.ArrayNode)
        && node.range().start() <= index
        && index < node.range().end();
  }
}
