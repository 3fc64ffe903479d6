package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;

/** A JSON value and its range. */
sealed interface JsonNode {
  SourceRange range();

  /** The start of the value: the opening bracket if it has brackets, otherwise all of it. */
  default SourceRange startRange() {
    return range();
  }

  record ObjectNode(
      List<Property> properties, SourceRange openRange, SourceRange closeRange, SourceRange range)
      implements JsonNode {
    @Override
    public SourceRange startRange() {
      return openRange;
    }
  }

  record Property(String name, SourceRange nameRange, JsonNode value) {
    SourceRange range() {
      return nameRange.to(value.range());
    }
  }

  record ArrayNode(List<JsonNode> elements, SourceRange openRange, SourceRange range)
      implements JsonNode {
    @Override
    public SourceRange startRange() {
      return openRange;
    }
  }

  /**
   * @param source the text without escapes, and the positions of its characters
   */
  record StringNode(SourceText source, SourceRange range) implements JsonNode {
    String text() {
      return source.text();
    }
  }

  /** A number or a boolean. */
  record LiteralNode(Value value, SourceRange range) implements JsonNode {}

  record NullNode(SourceRange range) implements JsonNode {}

  /** An error that has been reported already. */
  record InvalidNode(SourceRange range) implements JsonNode {}
}
