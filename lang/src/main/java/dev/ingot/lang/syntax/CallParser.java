package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.FunctionCall;
import dev.ingot.lang.syntax.Expression.Invalid;
import java.util.ArrayList;
import java.util.List;

/** Parses function calls. */
final class CallParser {
  private final TokenReader reader;
  private final ExpressionParser expressions;

  CallParser(TokenReader reader, ExpressionParser expressions) {
    this.reader = reader;
    this.expressions = expressions;
  }

  /** The call of a function whose first name has been read. */
  Expression parse(int first) {
    int last = first;
    StringBuilder name = new StringBuilder(reader.text(first));
    while (reader.peek() == TokenKind.DOUBLE_COLON) {
      reader.read();
      int part = reader.read();
      if (reader.kind(part) != TokenKind.IDENTIFIER) {
        reader.error(
            "Missing function name",
            "Function scope resolution symbol :: must be followed by a function name in this"
                + " scope.",
            reader.range(part),
            reader.range(first, part));
        return abandoned(first);
      }
      name.append("::").append(reader.text(part));
      last = part;
    }
    if (reader.peek() != TokenKind.OPEN_PARENTHESIS) {
      reader.error(
          "Missing open parenthesis",
          "Function selector must be followed by an open parenthesis to begin the function call.",
          reader.nextRange(),
          reader.range(first, reader.nextIndex()));
      return abandoned(first);
    }
    return arguments(name.toString(), first, last);
  }

  private Expression abandoned(int first) {
    reader.recoverOver(TokenKind.OPEN_PARENTHESIS, TokenKind.CLOSE_PARENTHESIS);
    return reader.grown(0, new Invalid(reader.range(first, reader.lastIndex())));
  }

  private Expression arguments(String name, int first, int last) {
    SourceRange nameRange = reader.range(first, last);
    int open = reader.read();
    List<Expression> arguments = new ArrayList<>(4);
    boolean expandFinal = false;
    int height = 0;
    int close;
    reader.pushNewlines(false);
    while (true) {
      if (reader.peek() == TokenKind.CLOSE_PARENTHESIS) {
        close = reader.read();
        break;
      }
      int mark = reader.errors();
      arguments.add(expressions.parse());
      height = Math.max(height, reader.height());
      if (reader.failedSince(mark)) {
        close = reader.recover(TokenKind.CLOSE_PARENTHESIS);
        break;
      }
      int separator = reader.read();
      TokenKind kind = reader.kind(separator);
      if (kind == TokenKind.CLOSE_PARENTHESIS) {
        close = separator;
        break;
      }
      if (kind == TokenKind.ELLIPSIS) {
        expandFinal = true;
        close = closeExpanded(first, separator);
        break;
      }
      if (kind != TokenKind.COMMA) {
        close = unseparated(first, open, separator);
        break;
      }
    }
    reader.popNewlines();
    return reader.grown(
        height,
        new FunctionCall(
            name,
            arguments,
            expandFinal,
            nameRange,
            reader.range(open),
            reader.range(close),
            nameRange.to(reader.range(close))));
  }

  private int closeExpanded(int first, int ellipsis) {
    if (reader.peek() == TokenKind.CLOSE_PARENTHESIS) {
      return reader.read();
    }
    reader.errorUnlessRecovering(
        "Missing closing parenthesis",
        "An expanded function argument (with ...) must be immediately followed by closing"
            + " parentheses.",
        reader.range(ellipsis),
        reader.range(first, ellipsis));
    return reader.recover(TokenKind.CLOSE_PARENTHESIS);
  }

  private int unseparated(int first, int open, int separator) {
    if (reader.kind(separator) == TokenKind.END) {
      reader.errorUnlessRecovering(
          "Unterminated function call",
          "There is no closing parenthesis for this function call before the end of the file. This"
              + " may be caused by incorrect parenthesis nesting elsewhere in this file.",
          reader.range(first, open));
    } else {
      reader.errorUnlessRecovering(
          "Missing argument separator",
          "A comma is required to separate each function argument from the next.",
          reader.range(separator),
          reader.range(first, separator));
    }
    return reader.recover(TokenKind.CLOSE_PARENTHESIS);
  }
}
