package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Enclosing;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.value.Quoting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names blocks by their headers ({@code resource "a" "b"}), and in files whose names end in {@code
 * .json} objects and arrays by their paths ({@code resource.a.b}). A file is parsed on first use;
 * errors in it are ignored. Not safe for use by several threads.
 */
public final class EnclosingBlocks implements Enclosing {
  private final Map<SourceFile, Constructs> files = new HashMap<>();

  private sealed interface Constructs {
    record Blocks(List<Body.Block> blocks) implements Constructs {}

    record Json(JsonNode root) implements Constructs {}
  }

  @Override
  public Optional<String> describe(SourceFile file, int index) {
    return switch (files.computeIfAbsent(file, EnclosingBlocks::read)) {
      case Constructs.Blocks(List<Body.Block> blocks) -> header(blocks, index);
      case Constructs.Json(JsonNode root) -> {
        String path = path(root, index);
        yield path.isEmpty()
            ? Optional.empty()
            : Optional.of(path.substring(path.charAt(0) == '.' ? 1 : 0));
      }
    };
  }

  private static Constructs read(SourceFile file) {
    Diagnostics ignored = new Diagnostics();
    return file.name().endsWith(".json")
        ? new Constructs.Json(JsonParser.parseFile(file, ignored))
        : new Constructs.Blocks(Syntax.parseNative(file, ignored).blocks());
  }

  private static Optional<String> header(List<Body.Block> blocks, int index) {
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
