package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.For;
import dev.ingot.lang.syntax.Expression.Invalid;
import dev.ingot.lang.syntax.Expression.ObjectConstructor;
import dev.ingot.lang.syntax.Expression.ObjectKey;
import dev.ingot.lang.syntax.Expression.TupleConstructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses tuple and object constructors and {@code for} expressions. */
final class CollectionParser {
  private static final String INVALID_FOR = "Invalid 'for' expression";

  private final TokenReader reader;
  private final ExpressionParser expressions;

  CollectionParser(TokenReader reader, ExpressionParser expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  Expression tuple() {
    int open = reader.read();
    reader.pushNewlines(false);
    Expression result = reader.peekIs("for") ? loop(open, false) : elements(open);
    reader.popNewlines();
    return result;
  }

  private Expression elements(int open) {
    List<Expression> elements = new ArrayList<>();
    int height = 0;
    int close;
    while (true) {
      if (reader.peek() == TokenKind.CLOSE_BRACKET) {
        close = reader.read();
        break;
      }
      int mark = reader.errors();
      elements.add(expressions.parse());
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        close = reader.recover(TokenKind.CLOSE_BRACKET);
        break;
      }
      TokenKind kind = reader.peek();
      if (kind == TokenKind.COMMA) {
        reader.read();
      } else if (kind != TokenKind.CLOSE_BRACKET) {
        if (kind == TokenKind.END) {
          reader.errorUnlessRecovering(
              "Unterminated tuple constructor expression",
              "There is no corresponding closing bracket before the end of the file. This may be"
                  + " caused by incorrect bracket nesting elsewhere in this file.",
              reader.range(open));
        } else {
          reader.errorUnlessRecovering(
              "Missing item separator",
              "Expected a comma to mark the beginning of the next item.",
              reader.nextRange(),
              reader.range(open, reader.nextIndex()));
        }
        close = reader.recover(TokenKind.CLOSE_BRACKET);
        break;
      }
    }
    return reader.grown(
        height, new TupleConstructor(elements, reader.range(open), reader.range(open, close)));
  }

  Expression object() {
    int open = reader.read();
    // Line ends matter in an object, but not in a "for".
    reader.pushNewlines(false);
    if (reader.peekIs("for")) {
      Expression loop = loop(open, true);
      reader.popNewlines();
      return loop;
    }
    reader.popNewlines();
    reader.pushNewlines(true);
    Expression result = items(open);
    reader.popNewlines();
    return result;
  }

  private Expression items(int open) {
    List<ObjectConstructor.Item> items = new ArrayList<>();
    int height = 0;
    int close;
    while (true) {
      TokenKind kind = reader.peek();
      if (kind == TokenKind.NEWLINE) {
        reader.read();
        continue;
      }
      if (kind == TokenKind.CLOSE_BRACE) {
        close = reader.read();
        break;
      }
      int mark = reader.errors();
      Expression key = expressions.parse();
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark) || !separatesValue(open)) {
        close = reader.recover(TokenKind.CLOSE_BRACE);
        break;
      }
      reader.read();
      Expression value = expressions.parse();
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        close = reader.recover(TokenKind.CLOSE_BRACE);
        break;
      }
      items.add(new ObjectConstructor.Item(new ObjectKey(key, key.range()), value));
      TokenKind after = reader.peek();
      if (after == TokenKind.COMMA || after == TokenKind.NEWLINE) {
        reader.read();
      } else if (after != TokenKind.CLOSE_BRACE) {
        if (after == TokenKind.END) {
          unterminatedObject(open);
        } else {
          reader.errorUnlessRecovering(
              "Missing attribute separator",
              "Expected a newline or comma to mark the beginning of the next attribute.",
              reader.nextRange(),
              reader.range(open, reader.nextIndex()));
        }
        close = reader.recover(TokenKind.CLOSE_BRACE);
        break;
      }
    }
    return reader.grown(
        height + 1, new ObjectConstructor(items, reader.range(open), reader.range(open, close)));
  }

  private boolean separatesValue(int open) {
    TokenKind kind = reader.peek();
    if (kind == TokenKind.EQUAL || kind == TokenKind.COLON) {
      return true;
    }
    SourceRange context = reader.range(open, reader.nextIndex());
    if (kind == TokenKind.NEWLINE || kind == TokenKind.COMMA) {
      reader.errorUnlessRecovering(
          "Missing attribute value",
          "Expected an attribute value, introduced by an equals sign (\"=\").",
          reader.nextRange(),
          context);
    } else if (kind == TokenKind.END) {
      unterminatedObject(open);
    } else if (kind == TokenKind.IDENTIFIER) {
      reader.errorUnlessRecovering(
          "Missing key/value separator",
          "Expected an equals sign (\"=\") to mark the beginning of the attribute value. If you"
              + " intended to given an attribute name containing periods or spaces, write the name"
              + " in quotes to create a string literal.",
          reader.nextRange(),
          context);
    } else {
      reader.errorUnlessRecovering(
          "Missing key/value separator",
          "Expected an equals sign (\"=\") to mark the beginning of the attribute value.",
          reader.nextRange(),
          context);
    }
    return false;
  }

  private void unterminatedObject(int open) {
    reader.errorUnlessRecovering(
        "Unterminated object constructor expression",
        "There is no corresponding closing brace before the end of the file. This may be caused by"
            + " incorrect brace nesting elsewhere in this file.",
        reader.range(open));
  }

  private Expression loop(int open, boolean object) {
    TokenKind closing = object ? TokenKind.CLOSE_BRACE : TokenKind.CLOSE_BRACKET;
    int mark = reader.errors();
    reader.read();
    if (reader.peek() != TokenKind.IDENTIFIER) {
      return invalid(open, closing, "For expression requires variable name after 'for'.");
    }
    String valueName = reader.text(reader.read());
    Optional<String> keyName = Optional.empty();
    if (reader.peek() == TokenKind.COMMA) {
      reader.read();
      if (reader.peek() != TokenKind.IDENTIFIER) {
        return invalid(open, closing, "For expression requires value variable name after comma.");
      }
      keyName = Optional.of(valueName);
      valueName = reader.text(reader.read());
    }
    if (!reader.peekIs("in")) {
      return invalid(
          open, closing, "For expression requires the 'in' keyword after its name declarations.");
    }
    reader.read();
    Expression collection = expressions.parse();
    int height = reader.height();
    if (reader.failedSince(mark)) {
      return abandoned(open, closing);
    }
    if (reader.peek() != TokenKind.COLON) {
      return invalid(
          open, closing, "For expression requires a colon after the collection expression.");
    }
    reader.read();
    Optional<Expression> key = Optional.empty();
    Expression value = expressions.parse();
    height = Math.max(height, reader.height());
    if (reader.peek() == TokenKind.FAT_ARROW) {
      reader.read();
      key = Optional.of(value);
      value = expressions.parse();
      height = Math.max(height, reader.height());
    }
    if (reader.failedSince(mark)) {
      return abandoned(open, closing);
    }
    Optional<SourceRange> ellipsis = Optional.empty();
    if (reader.peek() == TokenKind.ELLIPSIS) {
      ellipsis = Optional.of(reader.range(reader.read()));
    }
    Optional<Expression> condition = Optional.empty();
    if (reader.peekIs("if")) {
      reader.read();
      condition = Optional.of(expressions.parse());
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        return abandoned(open, closing);
      }
    }
    int close = closeLoop(open, closing);
    checkResult(object, key, value, ellipsis, reader.range(open, close));
    return reader.grown(
        height,
        new For(
            keyName,
            valueName,
            collection,
            key,
            value,
            condition,
            ellipsis.isPresent(),
            reader.range(open),
            reader.range(close),
            reader.range(open, close)));
  }

  private int closeLoop(int open, TokenKind closing) {
    if (reader.peek() == closing) {
      return reader.read();
    }
    reader.errorUnlessRecovering(
        INVALID_FOR,
        reader.peek() == TokenKind.END
            ? "Expected a closing bracket to end the 'for' expression, but found the end of the"
                + " file."
            : "Extra characters after the end of the 'for' expression.",
        reader.nextRange(),
        reader.range(open, reader.nextIndex()));
    return reader.recover(closing);
  }

  private void checkResult(
      boolean object,
      Optional<Expression> key,
      Expression value,
      Optional<SourceRange> ellipsis,
      SourceRange whole) {
    if (object && key.isEmpty()) {
      reader.error(
          INVALID_FOR, "Key expression is required when building an object.", value.range(), whole);
    }
    if (!object && key.isPresent()) {
      reader.error(
          INVALID_FOR,
          "Key expression is not valid when building a tuple.",
          key.get().range(),
          whole);
    }
    if (!object && ellipsis.isPresent()) {
      reader.error(
          INVALID_FOR,
          "Grouping ellipsis (...) cannot be used when building a tuple.",
          ellipsis.get(),
          whole);
    }
  }

  private Expression invalid(int open, TokenKind closing, String detail) {
    reader.errorUnlessRecovering(
        INVALID_FOR, detail, reader.nextRange(), reader.range(open, reader.nextIndex()));
    return abandoned(open, closing);
  }

  private Expression abandoned(int open, TokenKind closing) {
    int close = reader.recover(closing);
    return reader.grown(0, new Invalid(reader.range(open, close)));
  }
}
