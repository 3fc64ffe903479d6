package dev.ingot.lang.format;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.NativeBody;
import dev.ingot.lang.syntax.TokenKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replaces old forms by their modern equivalents. */
final class Cleanup {
  private final List<Piece> pieces;

  /** Replacements of pieces, by their positions in the text; empty for removed ones. */
  private final Map<Integer, List<Piece>> replaced = new HashMap<>();

  Cleanup(List<Piece> pieces) {
    this.pieces = pieces;
  }

  List<Piece> apply(NativeBody file) {
    body(file, "", 0);
    if (replaced.isEmpty()) {
      return pieces;
    }
    List<Piece> result = new ArrayList<>(pieces.size() + 16);
    for (Piece piece : pieces) {
      List<Piece> instead = replaced.get(piece.start());
      if (instead == null) {
        result.add(piece);
      } else {
        result.addAll(instead);
      }
    }
    return result;
  }

  private void body(NativeBody body, String block, int depth) {
    for (Body.Attribute attribute : body.attributes().values()) {
      Expression value = attribute.expression();
      if (depth == 1 && block.equals("variable") && attribute.name().equals("type")) {
        typeConstraint(value);
      } else if (value instanceof Expression.TemplateWrap wrap) {
        unwrap(wrap.range());
      }
    }
    for (Body.Block inner : body.blocks()) {
      for (SourceRange label : inner.labelRanges()) {
        Piece piece = pieces.get(find(label.start()));
        if (piece.kind() == TokenKind.IDENTIFIER) {
          replaced.put(piece.start(), quoted(piece));
        }
      }
      if (inner.body() instanceof NativeBody nested) {
        body(nested, inner.type(), depth + 1);
      }
    }
  }

  private static List<Piece> quoted(Piece name) {
    int start = name.start();
    return List.of(
        new Piece(TokenKind.OPEN_QUOTE, "\"", start),
        new Piece(TokenKind.QUOTED_TEXT, name.text(), start),
        new Piece(TokenKind.CLOSE_QUOTE, "\"", start));
  }

  private void typeConstraint(Expression value) {
    int first = find(value.range().start());
    int end = find(value.range().end());
    Piece start = pieces.get(first);
    if (end - first == 1 && start.kind() == TokenKind.IDENTIFIER) {
      switch (start.text()) {
        case "list", "set", "map" -> replaced.put(start.start(), call(start, start.text(), "any"));
        default -> {}
      }
    } else if (end - first == 3 && start.kind() == TokenKind.OPEN_QUOTE) {
      // The quoted forms date from a time when elements were strings unless converted.
      Piece keyword = pieces.get(first + 1);
      switch (keyword.text()) {
        case "string" -> replaceQuoted(first, List.of(name(keyword, "string")));
        case "list", "map" -> replaceQuoted(first, call(keyword, keyword.text(), "string"));
        default -> {}
      }
    }
  }

  private void replaceQuoted(int first, List<Piece> instead) {
    replaced.put(pieces.get(first).start(), instead);
    replaced.put(pieces.get(first + 1).start(), List.of());
    replaced.put(pieces.get(first + 2).start(), List.of());
  }

  private static Piece name(Piece at, String text) {
    return new Piece(TokenKind.IDENTIFIER, text, at.start());
  }

  private static List<Piece> call(Piece at, String function, String argument) {
    return List.of(
        name(at, function),
        new Piece(TokenKind.OPEN_PARENTHESIS, "(", at.start()),
        name(at, argument),
        new Piece(TokenKind.CLOSE_PARENTHESIS, ")", at.start()));
  }

  /** Removes the quotes and the sequence around a value that passes through both. */
  private void unwrap(SourceRange range) {
    int first = find(range.start());
    int last = find(range.end()) - 1;
    if (last - first < 4 || pieces.get(first).kind() != TokenKind.OPEN_QUOTE) {
      return;
    }
    int from = first + 2;
    int to = last - 1;
    while (from < to && pieces.get(from).kind() == TokenKind.NEWLINE) {
      from++;
    }
    while (to > from && pieces.get(to - 1).kind() == TokenKind.NEWLINE) {
      to--;
    }
    boolean lines = false;
    for (int i = from; i < to; i++) {
      if (pieces.get(i).kind() == TokenKind.OPEN_HEREDOC) {
        return;
      }
      lines |= pieces.get(i).endsLine();
    }
    // Outside of the sequence line ends matter again, unless in parentheses.
    boolean parentheses =
        lines
            && !(pieces.get(from).kind() == TokenKind.OPEN_PARENTHESIS
                && pieces.get(to - 1).kind() == TokenKind.CLOSE_PARENTHESIS);
    for (int i = first; i <= last; i++) {
      if (i < from || i >= to) {
        replaced.put(pieces.get(i).start(), List.of());
      }
    }
    if (parentheses) {
      int open = pieces.get(first).start();
      int close = pieces.get(last).start();
      replaced.put(open, List.of(new Piece(TokenKind.OPEN_PARENTHESIS, "(", open)));
      replaced.put(close, List.of(new Piece(TokenKind.CLOSE_PARENTHESIS, ")", close)));
    }
  }

  /** The index of the first piece that begins at a place or after it. */
  private int find(int start) {
    int low = 0;
    int high = pieces.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pieces.get(middle).start() < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
