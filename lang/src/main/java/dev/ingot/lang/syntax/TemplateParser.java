package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Expression.Template;
import dev.ingot.lang.syntax.Expression.TemplateWrap;
import dev.ingot.lang.value.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses quoted templates, heredocs and template files. */
final class TemplateParser {
  private static final String INVALID_FOR = "Invalid 'for' directive";

  private final TokenReader reader;
  private final ExpressionParser expressions;
  private final StringEscapes escapes;
  private final TemplateTree tree;

  TemplateParser(TokenReader reader, ExpressionParser expressions) {
    this.reader = reader;
    this.expressions = expressions;
    this.escapes = new StringEscapes(reader);
    this.tree = new TemplateTree(reader);
  }

  StringEscapes escapes() {
    return escapes;
  }

  /** A quoted template or a heredoc. */
  Expression literal() {
    int open = reader.read();
    boolean heredoc = reader.kind(open) == TokenKind.OPEN_HEREDOC;
    boolean indented = heredoc && reader.text(open).startsWith("<<-");
    List<TemplatePart> parts =
        parts(heredoc ? TokenKind.CLOSE_HEREDOC : TokenKind.CLOSE_QUOTE, indented);
    return expression(parts, reader.range(open, reader.lastIndex()));
  }

  /** A template that fills the whole text. */
  Expression whole() {
    int first = reader.nextIndex();
    List<TemplatePart> parts = parts(TokenKind.END, false);
    return expression(parts, reader.range(first, reader.lastIndex()));
  }

  private Expression expression(List<TemplatePart> parts, SourceRange range) {
    if (parts.size() == 2 && parts.getFirst() instanceof TemplatePart.Interpolation only) {
      return reader.grown(height, new TemplateWrap(only.expression(), range));
    }
    int sequenceHeight = height;
    List<Expression> nested = tree.build(parts);
    return reader.grown(Math.max(sequenceHeight + tree.depth(), 1), new Template(nested, range));
  }

  /** The maximum height of the expressions in the parts read last. */
  private int height;

  private List<TemplatePart> parts(TokenKind close, boolean indented) {
    List<TemplatePart> parts = new ArrayList<>();
    int first = reader.nextIndex();
    int highest = 0;
    // Whether the sequence before ended with a trim marker, and whether text came last.
    boolean trimNext = false;
    SourceRange end;
    while (true) {
      int token = reader.read();
      TokenKind kind = reader.kind(token);
      if (kind == close) {
        end = reader.range(token);
        break;
      }
      boolean trim = trimNext;
      trimNext = false;
      if (kind == TokenKind.QUOTED_TEXT || kind == TokenKind.PLAIN_TEXT) {
        String text = escapes.read(token);
        parts.add(
            new TemplatePart.Text(trim ? Characters.trimStart(text) : text, reader.range(token)));
      } else if (kind == TokenKind.INTERPOLATION || kind == TokenKind.DIRECTIVE) {
        if (reader.endsWith(token, '~')) {
          trimLast(parts);
        }
        reader.pushNewlines(false);
        trimNext =
            kind == TokenKind.INTERPOLATION
                ? interpolation(token, first, close, parts)
                : directive(token, parts);
        reader.popNewlines();
        highest = Math.max(highest, reader.height());
      } else {
        reader.errorUnlessRecovering(
            "Unterminated template string",
            "No closing marker was found for the string.",
            reader.range(token),
            reader.range(first, token));
        int last = kind == TokenKind.END ? token : reader.recover(close);
        reader.setRecovering();
        end = reader.range(last);
        break;
      }
    }
    height = highest;
    return TemplateText.finish(
        parts, reader.source().range(reader.startOf(first), reader.startOf(first)), end, indented);
  }

  private static void trimLast(List<TemplatePart> parts) {
    if (!parts.isEmpty() && parts.getLast() instanceof TemplatePart.Text last) {
      parts.set(
          parts.size() - 1, new TemplatePart.Text(Characters.trimEnd(last.text()), last.range()));
    }
  }

  /** Reads an interpolation and returns whether it ends with a trim marker. */
  private boolean interpolation(int open, int first, TokenKind close, List<TemplatePart> parts) {
    Expression expression = expressions.parse();
    int end = reader.nextIndex();
    boolean trim = false;
    if (reader.peek() == TokenKind.SEQUENCE_END) {
      reader.read();
      trim = reader.text(end).startsWith("~");
    } else {
      unclosedInterpolation(first, end, close);
      reader.recover(TokenKind.SEQUENCE_END);
    }
    parts.add(new TemplatePart.Interpolation(expression, reader.range(open, end)));
    return trim;
  }

  private void unclosedInterpolation(int first, int found, TokenKind close) {
    TokenKind kind = reader.kind(found);
    boolean quote = kind == TokenKind.OPEN_QUOTE || kind == TokenKind.CLOSE_QUOTE;
    if (kind == TokenKind.END) {
      reader.errorUnlessRecovering(
          "Unclosed template interpolation sequence",
          "There is no closing brace for this interpolation sequence before the end of the file."
              + " This might be caused by incorrect nesting inside the given expression.",
          reader.range(first));
    } else if (kind == TokenKind.COLON) {
      reader.errorUnlessRecovering(
          "Extra characters after interpolation expression",
          "Template interpolation doesn't expect a colon at this location. Did you intend this to"
              + " be a literal sequence to be processed as part of another language? If so, you"
              + " can escape it by starting with \"$${\" instead of just \"${\".",
          reader.range(found),
          reader.range(first, found));
    } else if (quote && close == TokenKind.CLOSE_QUOTE) {
      reader.errorUnlessRecovering(
          "Unclosed template interpolation sequence",
          "There is no closing brace for this interpolation sequence before the end of the quoted"
              + " template. This might be caused by incorrect nesting inside the given"
              + " expression.",
          reader.range(first));
    } else {
      reader.errorUnlessRecovering(
          "Extra characters after interpolation expression",
          "Expected a closing brace to end the interpolation expression, but found extra"
              + " characters.\n\nThis can happen when you include interpolation syntax for another"
              + " language, such as shell scripting, but forget to escape the interpolation start"
              + " token. If this is an embedded sequence for another language, escape it by"
              + " starting with \"$${\" instead of just \"${\".",
          reader.range(found),
          reader.range(first, found));
    }
  }

  /** Reads a directive and returns whether it ends with a trim marker. */
  private boolean directive(int open, List<TemplatePart> parts) {
    int keyword = reader.nextIndex();
    if (reader.peek() != TokenKind.IDENTIFIER) {
      return abandon(
          "Invalid template directive",
          "A template directive keyword (\"if\", \"for\", etc) is expected at the beginning of a"
              + " %{ sequence.");
    }
    String word = reader.text(keyword);
    boolean read =
        switch (word) {
          case "if" -> {
            reader.read();
            Expression condition = expressions.parse();
            parts.add(new TemplatePart.If(condition, through(open)));
            yield true;
          }
          case "for" -> {
            reader.read();
            yield loop(open, parts);
          }
          case "else" -> closing(TemplatePart.Keyword.ELSE, open, parts);
          case "endif" -> closing(TemplatePart.Keyword.ENDIF, open, parts);
          case "endfor" -> closing(TemplatePart.Keyword.ENDFOR, open, parts);
          default ->
              abandon(
                  "Invalid template control keyword",
                  Quoting.quoted(word)
                      + " is not a valid template control keyword."
                      + Suggestion.hint(word, List.of("if", "for", "else", "endif", "endfor")));
        };
    if (!read) {
      return false;
    }
    if (reader.peek() == TokenKind.SEQUENCE_END) {
      return reader.text(reader.read()).startsWith("~");
    }
    reader.errorUnlessRecovering(
        "Extra characters in " + word + " marker",
        "Expected a closing brace to end the sequence, but found extra characters.",
        reader.nextRange(),
        through(open));
    reader.recover(TokenKind.SEQUENCE_END);
    return false;
  }

  private boolean closing(TemplatePart.Keyword keyword, int open, List<TemplatePart> parts) {
    reader.read();
    parts.add(new TemplatePart.Closing(keyword, through(open)));
    return true;
  }

  private boolean loop(int open, List<TemplatePart> parts) {
    if (reader.peek() != TokenKind.IDENTIFIER) {
      return abandon(INVALID_FOR, "For directive requires variable name after 'for'.");
    }
    String valueName = reader.text(reader.read());
    Optional<String> keyName = Optional.empty();
    if (reader.peek() == TokenKind.COMMA) {
      reader.read();
      if (reader.peek() != TokenKind.IDENTIFIER) {
        return abandon(INVALID_FOR, "For directive requires value variable name after comma.");
      }
      keyName = Optional.of(valueName);
      valueName = reader.text(reader.read());
    }
    if (!reader.peekIs("in")) {
      return abandon(INVALID_FOR, "For directive requires 'in' keyword after names.");
    }
    reader.read();
    Expression collection = expressions.parse();
    parts.add(new TemplatePart.Loop(keyName, valueName, collection, through(open)));
    return true;
  }

  private SourceRange through(int open) {
    return reader.range(open, reader.nextIndex());
  }

  private boolean abandon(String summary, String detail) {
    reader.errorUnlessRecovering(summary, detail, reader.nextRange());
    reader.recover(TokenKind.SEQUENCE_END);
    return false;
  }
}
