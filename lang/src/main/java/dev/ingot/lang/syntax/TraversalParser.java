package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.Index;
import dev.ingot.lang.syntax.Expression.Literal;
import dev.ingot.lang.syntax.Expression.RelativeTraversal;
import dev.ingot.lang.syntax.Expression.ScopeTraversal;
import dev.ingot.lang.syntax.Expression.Splat;
import dev.ingot.lang.syntax.Expression.SplatElement;
import dev.ingot.lang.syntax.Expression.Template;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses the steps after a term: attributes, indexes and splats. */
final class TraversalParser {
  private static final String MISSING_NAME = "Invalid attribute name";
  private static final String MISSING_NAME_DETAIL = "An attribute name is required after a dot.";

  private final TokenReader reader;
  private final ExpressionParser expressions;

  TraversalParser(TokenReader reader, ExpressionParser expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** The term with all steps that follow it. */
  Expression parse(Expression term) {
    TokenKind first = reader.peek();
    return first == TokenKind.DOT || first == TokenKind.OPEN_BRACKET ? steps(term) : term;
  }

  private Expression steps(Expression term) {
    Expression result = term;
    List<Traversal.Step> steps = new ArrayList<>(0);
    while (true) {
      TokenKind kind = reader.peek();
      if (kind == TokenKind.DOT) {
        int dot = reader.read();
        TokenKind after = reader.peek();
        if (after == TokenKind.IDENTIFIER) {
          int name = reader.read();
          steps.add(new Traversal.Attribute(reader.text(name), reader.range(dot, name)));
        } else if (after == TokenKind.NUMBER) {
          steps.add(legacyIndex(dot, "Use the proper index syntax instead"));
        } else if (after == TokenKind.STAR) {
          result = attributeSplat(traversed(result, steps), dot);
          steps.clear();
        } else {
          reader.error(MISSING_NAME, MISSING_NAME_DETAIL, reader.nextRange());
          reader.setRecovering();
        }
      } else if (kind == TokenKind.OPEN_BRACKET) {
        int height = reader.height();
        int open = reader.read();
        if (reader.peek() == TokenKind.STAR) {
          result = fullSplat(traversed(result, steps), open);
          steps.clear();
          continue;
        }
        int closeAndKey = reader.errors();
        reader.pushNewlines(false);
        Expression key = expressions.parse();
        int close = closeIndex(closeAndKey);
        reader.popNewlines();
        SourceRange bracket = reader.range(open, close);
        Optional<Value> literal = literalKey(key);
        if (literal.isPresent()) {
          steps.add(new Traversal.Key(literal.get(), bracket));
          reader.restoreHeight(height);
        } else {
          Expression collection = traversed(result, steps);
          steps.clear();
          result =
              reader.grown(
                  Math.max(height, reader.height()),
                  new Index(collection, key, bracket, collection.range().to(bracket)));
        }
      } else {
        return traversed(result, steps);
      }
    }
  }

  private static Expression traversed(Expression source, List<Traversal.Step> steps) {
    if (steps.isEmpty()) {
      return source;
    }
    SourceRange range = source.range().to(steps.getLast().range());
    if (source instanceof ScopeTraversal scope && scope.traversal().steps().isEmpty()) {
      Traversal traversal = scope.traversal();
      return new ScopeTraversal(
          new Traversal(traversal.root(), traversal.rootRange(), steps), range);
    }
    return new RelativeTraversal(source, steps, range);
  }

  private static Optional<Value> literalKey(Expression key) {
    if (key instanceof Literal literal) {
      return Optional.of(literal.value());
    }
    if (key instanceof Template template
        && template.parts().size() == 1
        && template.parts().getFirst() instanceof Literal literal) {
      return Optional.of(literal.value());
    }
    return Optional.empty();
  }

  private int closeIndex(int mark) {
    if (reader.failedSince(mark)) {
      return reader.recover(TokenKind.CLOSE_BRACKET);
    }
    int close = reader.read();
    if (reader.kind(close) != TokenKind.CLOSE_BRACKET) {
      reader.errorUnlessRecovering(
          "Missing close bracket on index",
          "The index operator must end with a closing bracket (\"]\").",
          reader.range(close));
      return reader.kind(close) == TokenKind.END ? close : reader.recover(TokenKind.CLOSE_BRACKET);
    }
    return close;
  }

  private Traversal.Step legacyIndex(int dot, String advice) {
    int number = reader.read();
    SourceRange range = reader.range(dot, number);
    String text = reader.text(number);
    int inner = text.indexOf('.');
    if (inner < 0) {
      return new Traversal.Key(NumberLiterals.value(reader, number), range);
    }
    // "a.0.1" holds the number 0.1, which is never meant.
    reader.error(
        "Invalid legacy index syntax",
        "When using the legacy index syntax, chaining two indexes together is not permitted. "
            + advice
            + ", like ["
            + text.substring(0, inner)
            + "]["
            + text.substring(inner + 1)
            + "].",
        reader.range(number));
    return new Traversal.Key(Values.DYNAMIC_UNKNOWN, range);
  }

  private Expression attributeSplat(Expression source, int dot) {
    int height = reader.height();
    int star = reader.read();
    SourceRange marker = reader.range(dot, star);
    SplatElement element = new SplatElement(marker);
    List<Traversal.Step> steps = new ArrayList<>(0);
    while (reader.peek() == TokenKind.DOT) {
      int stepDot = reader.read();
      TokenKind after = reader.peek();
      if (after == TokenKind.NUMBER) {
        steps.add(
            legacyIndex(
                stepDot, "Use the proper index syntax with a full splat expression [*] instead"));
      } else if (after == TokenKind.IDENTIFIER) {
        int name = reader.read();
        steps.add(new Traversal.Attribute(reader.text(name), reader.range(stepDot, name)));
      } else {
        if (after == TokenKind.STAR) {
          reader.errorUnlessRecovering(
              "Nested splat expression not allowed",
              "A splat expression (*) cannot be used inside another attribute-only splat"
                  + " expression.",
              reader.nextRange());
        } else {
          reader.errorUnlessRecovering(MISSING_NAME, MISSING_NAME_DETAIL, reader.nextRange());
        }
        reader.setRecovering();
        break;
      }
    }
    Expression each =
        steps.isEmpty()
            ? element
            : new RelativeTraversal(
                element, steps, steps.getFirst().range().to(steps.getLast().range()));
    return reader.grown(
        height, new Splat(source, each, element, marker, source.range().to(reader.lastRange())));
  }

  private Expression fullSplat(Expression source, int open) {
    int height = reader.height();
    reader.read();
    int close = reader.read();
    if (reader.kind(close) != TokenKind.CLOSE_BRACKET) {
      reader.errorUnlessRecovering(
          "Missing close bracket on splat index",
          "The star for a full splat operator must be immediately followed by a closing bracket"
              + " (\"]\").",
          reader.range(close));
      if (reader.kind(close) != TokenKind.END) {
        close = reader.recover(TokenKind.CLOSE_BRACKET);
      }
    }
    SourceRange marker = reader.range(open, close);
    SplatElement element = new SplatElement(marker);
    Expression each = element;
    reader.grown(0, element);
    if (reader.enter()) {
      each = parse(element);
      reader.leave();
    }
    return reader.grown(
        Math.max(height, reader.height()),
        new Splat(source, each, element, marker, source.range().to(each.range())));
  }
}
