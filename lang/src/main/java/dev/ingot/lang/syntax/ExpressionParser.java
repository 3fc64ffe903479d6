package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.Binary;
import dev.ingot.lang.syntax.Expression.Binary.BinaryOperator;
import dev.ingot.lang.syntax.Expression.Conditional;
import dev.ingot.lang.syntax.Expression.Invalid;
import dev.ingot.lang.syntax.Expression.Literal;
import dev.ingot.lang.syntax.Expression.Parentheses;
import dev.ingot.lang.syntax.Expression.ScopeTraversal;
import dev.ingot.lang.syntax.Expression.Unary;
import dev.ingot.lang.syntax.Expression.Unary.UnaryOperator;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses expressions: operators and terms itself, the rest with the other parsers of this package.
 */
final class ExpressionParser {
  private final TokenReader reader;
  private final TraversalParser traversals;
  private final CollectionParser collections;
  private final CallParser calls;
  private final TemplateParser templates;

  ExpressionParser(TokenReader reader) {
    this.reader = reader;
    this.traversals = new TraversalParser(reader, this);
    this.collections = new CollectionParser(reader, this);
    this.calls = new CallParser(reader, this);
    this.templates = new TemplateParser(reader, this);
  }

  TemplateParser templates() {
    return templates;
  }

  /** An expression of any kind. */
  Expression parse() {
    if (!reader.enter()) {
      return new Invalid(reader.nextRange());
    }
    Expression result = conditional();
    reader.leave();
    return result;
  }

  private Expression conditional() {
    int mark = reader.errors();
    Expression condition = binary(1);
    if (reader.peek() != TokenKind.QUESTION || reader.failedSince(mark)) {
      return condition;
    }
    // A loop, not recursion, for the part after a colon: long chains of conditionals are not deep
    // nesting.
    List<Expression> conditions = new ArrayList<>();
    List<Expression> results = new ArrayList<>();
    int height = reader.height();
    while (reader.peek() == TokenKind.QUESTION && !reader.failedSince(mark)) {
      reader.read();
      Expression result = parse();
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        break;
      }
      if (reader.peek() != TokenKind.COLON) {
        reader.error(
            "Missing false expression in conditional",
            "The conditional operator (...?...:...) requires a false expression, delimited by a"
                + " colon.",
            reader.nextRange(),
            condition.range().to(reader.nextRange()));
        break;
      }
      reader.read();
      conditions.add(condition);
      results.add(result);
      condition = binary(1);
      height = Math.max(height, reader.height());
    }
    Expression result = condition;
    reader.restoreHeight(height);
    for (int i = conditions.size() - 1; i >= 0; i--) {
      SourceRange range = conditions.get(i).range().to(result.range());
      result =
          reader.grown(
              reader.height(), new Conditional(conditions.get(i), results.get(i), result, range));
    }
    return result;
  }

  private Expression binary(int lowest) {
    int mark = reader.errors();
    Expression left = term();
    while (!reader.failedSince(mark)) {
      Optional<BinaryOperator> operator = operator(reader.peek());
      if (operator.isEmpty() || precedence(operator.get()) < lowest) {
        break;
      }
      int height = reader.height();
      reader.read();
      Expression right = binary(precedence(operator.get()) + 1);
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        break;
      }
      left =
          reader.grown(
              height, new Binary(operator.get(), left, right, left.range().to(right.range())));
    }
    return left;
  }

  private static Optional<BinaryOperator> operator(TokenKind kind) {
    return switch (kind) {
      case OR -> Optional.of(BinaryOperator.OR);
      case AND -> Optional.of(BinaryOperator.AND);
      case EQUAL_EQUAL -> Optional.of(BinaryOperator.EQUAL);
      case BANG_EQUAL -> Optional.of(BinaryOperator.NOT_EQUAL);
      case GREATER -> Optional.of(BinaryOperator.GREATER);
      case GREATER_EQUAL -> Optional.of(BinaryOperator.GREATER_OR_EQUAL);
      case LESS -> Optional.of(BinaryOperator.LESS);
      case LESS_EQUAL -> Optional.of(BinaryOperator.LESS_OR_EQUAL);
      case PLUS -> Optional.of(BinaryOperator.ADD);
      case MINUS -> Optional.of(BinaryOperator.SUBTRACT);
      case STAR -> Optional.of(BinaryOperator.MULTIPLY);
      case SLASH -> Optional.of(BinaryOperator.DIVIDE);
      case PERCENT -> Optional.of(BinaryOperator.MODULO);
      default -> Optional.empty();
    };
  }

  private static int precedence(BinaryOperator operator) {
    return switch (operator) {
      case OR -> 1;
      case AND -> 2;
      case EQUAL, NOT_EQUAL -> 3;
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> 4;
      case ADD, SUBTRACT -> 5;
      case MULTIPLY, DIVIDE, MODULO -> 6;
    };
  }

  /** A term and the steps after it. */
  private Expression term() {
    return traversals.parse(plainTerm());
  }

  private Expression plainTerm() {
    TokenKind kind = reader.peek();
    switch (kind) {
      case OPEN_PARENTHESIS -> {
        return parentheses();
      }
      case NUMBER -> {
        int token = reader.read();
        return leaf(new Literal(NumberLiterals.value(reader, token), reader.range(token)));
      }
      case IDENTIFIER -> {
        return named();
      }
      case OPEN_QUOTE, OPEN_HEREDOC -> {
        return templates.literal();
      }
      case MINUS -> {
        return unary(UnaryOperator.NEGATE);
      }
      case BANG -> {
        return unary(UnaryOperator.NOT);
      }
      case OPEN_BRACKET -> {
        return collections.tuple();
      }
      case OPEN_BRACE -> {
        return collections.object();
      }
      default -> {
        if (kind == TokenKind.END) {
          reader.errorUnlessRecovering(
              "Missing expression",
              "Expected the start of an expression, but found the end of the file.",
              reader.nextRange());
        } else {
          reader.errorUnlessRecovering(
              "Invalid expression",
              "Expected the start of an expression, but found an invalid expression token."
                  + Hints.atStart(reader),
              reader.nextRange());
        }
        reader.setRecovering();
        return leaf(new Invalid(reader.nextRange()));
      }
    }
  }

  private Expression leaf(Expression expression) {
    return reader.grown(0, expression);
  }

  private Expression parentheses() {
    int mark = reader.errors();
    int open = reader.read();
    reader.pushNewlines(false);
    Expression inner = parse();
    if (reader.errors() > mark) {
      reader.recover(TokenKind.CLOSE_PARENTHESIS);
      reader.popNewlines();
      return inner;
    }
    int height = reader.height();
    if (reader.peek() != TokenKind.CLOSE_PARENTHESIS) {
      reader.error(
          "Unbalanced parentheses",
          "Expected a closing parenthesis to terminate the expression.",
          reader.nextRange(),
          reader.range(open, reader.nextIndex()));
      reader.setRecovering();
    }
    int close = reader.read();
    reader.popNewlines();
    return reader.grown(height, new Parentheses(inner, reader.range(open, close)));
  }

  private Expression named() {
    int token = reader.read();
    TokenKind after = reader.peek();
    if (after == TokenKind.OPEN_PARENTHESIS || after == TokenKind.DOUBLE_COLON) {
      return calls.parse(token);
    }
    String name = reader.text(token);
    SourceRange range = reader.range(token);
    return leaf(
        switch (name) {
          case "true" -> new Literal(Values.TRUE, range);
          case "false" -> new Literal(Values.FALSE, range);
          case "null" -> new Literal(Values.NULL, range);
          default -> new ScopeTraversal(new Traversal(name, range, List.of()), range);
        });
  }

  private Expression unary(UnaryOperator operator) {
    int token = reader.read();
    SourceRange range = reader.range(token);
    if (!reader.enter()) {
      return new Invalid(range);
    }
    // Only a term: the operator binds tighter than binary operators.
    Expression operand = term();
    reader.leave();
    return reader.grown(
        reader.height(), new Unary(operator, operand, range, range.to(operand.range())));
  }
}
