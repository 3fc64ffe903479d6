package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;

/** A JSON value and where it stands. */
sealed interface JsonNode {
  SourceRange range();

  /** Where the value begins: the opening bracket of one that has brackets, all of another. */
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
   * @param source the text without escapes, and where its characters stand
   */
  record StringNode(SourceText source, SourceRange range) implements JsonNode {
    String text() {
      return source.text();
    }
  }

  /** A number or a boolean. */
  record LiteralNode(Value value, SourceRange range) implements JsonNode {}

  record NullNode(SourceRange range) implements JsonNode {}

  /** What was reported as wrong already. */
  record InvalidNode(SourceRange range) implements JsonNode {}
}
