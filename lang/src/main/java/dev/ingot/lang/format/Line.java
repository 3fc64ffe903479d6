package dev.ingot.lang.format;

import dev.ingot.lang.syntax.TokenKind;
import java.util.List;

/**
 * A line in up to three cells. The last two are aligned with those of neighbouring lines. A heredoc
 * belongs to the line it starts on.
 *
 * @param lead the first cell
 * @param assign an equals sign and the value after it, when the value ends on the line
 * @param comment a comment to the end of the line after something else
 */
record Line(List<Piece> lead, List<Piece> assign, List<Piece> comment) {
  static Line of(List<Piece> all) {
    List<Piece> lead = all;
    List<Piece> comment = List.of();
    int last = all.size() - 1;
    if (last > 0 && all.get(last).kind() == TokenKind.COMMENT) {
      comment = all.subList(last, last + 1);
      lead = all.subList(0, last);
    }
    for (int i = 1; i < lead.size(); i++) {
      if (lead.get(i).kind() == TokenKind.EQUAL) {
        List<Piece> assign = lead.subList(i, lead.size());
        return change(assign) == 0
            ? new Line(lead.subList(0, i), assign, comment)
            : new Line(lead, List.of(), comment);
      }
    }
    return new Line(lead, List.of(), comment);
  }

  /** The number of brackets opened minus the number closed in the line. */
  int bracketChange() {
    return change(lead) + change(assign);
  }

  private static int change(List<Piece> pieces) {
    int net = 0;
    for (Piece piece : pieces) {
      net += piece.bracketChange();
    }
    return net;
  }

  int leadColumns() {
    return columns(lead);
  }

  int columnsBeforeComment() {
    return columns(lead) + columns(assign);
  }

  private static int columns(List<Piece> pieces) {
    int columns = 0;
    for (Piece piece : pieces) {
      columns += piece.columns();
    }
    return columns;
  }
}
