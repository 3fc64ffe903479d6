package dev.ingot.lang.syntax;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a traversal that stands alone: a root name and literal steps, nothing else. */
final class AbsoluteTraversal {
  private AbsoluteTraversal() {}

  static Optional<Traversal> parse(TokenReader reader) {
    int root = reader.read();
    if (reader.kind(root) != TokenKind.IDENTIFIER) {
      reader.error(
          "Variable name required", "Must begin with a variable name.", reader.range(root));
      return Optional.empty();
    }
    List<Traversal.Step> steps = new ArrayList<>();
    while (reader.peek() != TokenKind.END) {
      Optional<Traversal.Step> step =
          switch (reader.peek()) {
            case DOT -> attribute(reader);
            case OPEN_BRACKET -> index(reader);
            default -> {
              reader.error(
                  "Invalid character",
                  "Expected an attribute access or an index operator.",
                  reader.nextRange());
              yield Optional.empty();
            }
          };
      if (step.isEmpty()) {
        return Optional.empty();
      }
      steps.add(step.get());
    }
    return Optional.of(new Traversal(reader.text(root), reader.range(root), steps));
  }

  private static Optional<Traversal.Step> attribute(TokenReader reader) {
    int dot = reader.read();
    int name = reader.read();
    if (reader.kind(name) != TokenKind.IDENTIFIER) {
      reader.error(
          "Attribute name required",
          reader.kind(name) == TokenKind.STAR
              ? "Splat expressions (.*) may not be used here."
              : "Dot must be followed by attribute name.",
          reader.range(name),
          reader.range(dot, name));
      return Optional.empty();
    }
    return Optional.of(new Traversal.Attribute(reader.text(name), reader.range(dot, name)));
  }

  private static Optional<Traversal.Step> index(TokenReader reader) {
    int open = reader.read();
    int mark = reader.errors();
    Value key;
    switch (reader.peek()) {
      case NUMBER -> key = NumberLiterals.value(reader, reader.read());
      case OPEN_QUOTE -> key = string(reader);
      default -> {
        if (reader.peek() == TokenKind.STAR) {
          reader.error(
              "Attribute name required",
              "Splat expressions ([*]) may not be used here.",
              reader.nextRange());
        } else {
          reader.error(
              "Index value required",
              "Index brackets must contain either a literal number or a literal string.",
              reader.nextRange());
        }
        return Optional.empty();
      }
    }
    if (reader.errors() > mark) {
      return Optional.empty();
    }
    int close = reader.read();
    if (reader.kind(close) != TokenKind.CLOSE_BRACKET) {
      reader.error(
          "Unclosed index brackets",
          "Index key must be followed by a closing bracket.",
          reader.range(close),
          reader.range(open, close));
      return Optional.empty();
    }
    return Optional.of(new Traversal.Key(key, reader.range(open, close)));
  }

  private static Value string(TokenReader reader) {
    QuotedStrings.Quoted quoted = QuotedStrings.read(reader, new StringEscapes(reader));
    return Value.of(quoted.text());
  }
}
