package dev.ingot.lang.format;

import dev.ingot.lang.syntax.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Determines the number of spaces before each token. */
final class Layout {
  private static final int INDENT = 2;

  private Layout() {}

  static void arrange(List<Piece> pieces) {
    List<Line> lines = lines(pieces);
    indent(lines);
    for (Line line : lines) {
      space(line.lead());
      space(line.assign());
    }
    align(lines, Line::assign, Line::leadColumns);
    align(lines, Line::comment, Line::columnsBeforeComment);
  }

  private static List<Line> lines(List<Piece> pieces) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).endsLine()) {
        lines.add(Line.of(pieces.subList(start, i + 1)));
        start = i + 1;
      }
    }
    if (start < pieces.size()) {
      lines.add(Line.of(pieces.subList(start, pieces.size())));
    }
    return lines;
  }

  /**
   * A line that opens more brackets than it closes starts one level, however many there are; the
   * level ends when the same number has been closed.
   */
  private static void indent(List<Line> lines) {
    int[] opened = new int[16];
    int levels = 0;
    for (Line line : lines) {
      Piece first = line.lead().getFirst();
      if (first.kind() == TokenKind.NEWLINE) {
        continue;
      }
      int change = line.bracketChange();
      int closed = -change;
      while (closed > 0 && levels > 0) {
        int level = opened[levels - 1];
        if (closed < level) {
          opened[levels - 1] = level - closed;
        } else {
          levels--;
        }
        closed -= level;
      }
      first.setSpaces(INDENT * levels);
      if (change > 0) {
        if (levels == opened.length) {
          opened = java.util.Arrays.copyOf(opened, levels * 2);
        }
        opened[levels++] = change;
      }
    }
  }

  private static void space(List<Piece> cell) {
    for (int i = 0; i + 1 < cell.size(); i++) {
      Optional<Piece> before = i > 0 ? Optional.of(cell.get(i - 1)) : Optional.empty();
      Piece after = cell.get(i + 1);
      after.setSpaces(Spacing.between(before, cell.get(i), after) ? 1 : 0);
    }
  }

  /** Puts the first tokens of a cell in one column, for each run of lines that have the cell. */
  private static void align(
      List<Line> lines, Function<Line, List<Piece>> cell, ToIntFunction<Line> columnsBefore) {
    int start = 0;
    while (start < lines.size()) {
      int end = start;
      int widest = 0;
      while (end < lines.size() && !cell.apply(lines.get(end)).isEmpty()) {
        widest = Math.max(widest, columnsBefore.applyAsInt(lines.get(end)));
        end++;
      }
      for (Line line : lines.subList(start, end)) {
        int spaces = widest - columnsBefore.applyAsInt(line) + 1;
        cell.apply(line).getFirst().setSpaces(spaces);
      }
      start = end + 1;
    }
  }
}
