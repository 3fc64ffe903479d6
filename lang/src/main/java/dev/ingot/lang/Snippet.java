package dev.ingot.lang;

import java.util.Optional;

/**
 * The source lines shown with a diagnostic.
 *
 * @param context the block around the place, empty outside of any
 * @param code the lines, joined with line feeds
 * @param startLine the number of the first line
 * @param highlightStart where the subject begins, as an index into the code
 * @param highlightEnd where it ends
 */
record Snippet(
    Optional<String> context, String code, int startLine, int highlightStart, int highlightEnd) {

  /** More lines than this, or longer ones, are abbreviated: a file can be one line of 5 MB. */
  private static final int LINES = 40;

  private static final int LINE_LENGTH = 4_000;

  /** The shown part of a long line before the subject. */
  private static final int BEFORE = 300;

  static Snippet of(SourceRange subject, Optional<SourceRange> around, Enclosing enclosing) {
    SourceFile file = subject.file();
    SourceRange highlight = visible(subject);
    int start = highlight.start();
    int end = highlight.end();
    if (around.isPresent() && isShort(around.get())) {
      start = Math.min(start, around.get().start());
      end = Math.max(end, around.get().end());
    }
    Lines lines = new Lines(file.text(), highlight);
    lines.copy(start, end);
    return new Snippet(
        enclosing.describe(file, subject.start() - 1),
        lines.code.toString(),
        file.position(start).line(),
        lines.from,
        Math.max(lines.from, lines.to));
  }

  private static boolean isShort(SourceRange range) {
    String text = range.file().text();
    int at = range.start();
    for (int line = 0; line < LINES; line++) {
      int newline = text.indexOf('\n', at);
      if (newline < 0 || newline >= range.end()) {
        return true;
      }
      at = newline + 1;
    }
    return false;
  }

  /** Copies lines, and finds the subject again in the copy. */
  private static final class Lines {
    private final String text;
    private final SourceRange highlight;
    private final StringBuilder code = new StringBuilder();
    private int from;
    private int to;

    Lines(String text, SourceRange highlight) {
      this.text = text;
      this.highlight = highlight;
    }

    void copy(int start, int end) {
      int line = start == 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
      int count = 0;
      while (line <= end && line < text.length() && count < LINES) {
        int newline = text.indexOf('\n', line);
        int next = newline < 0 ? text.length() : newline + 1;
        int lineEnd = newline < 0 ? text.length() : newline;
        if (lineEnd > line && text.charAt(lineEnd - 1) == '\r') {
          lineEnd--;
        }
        // A line that is touched only at its start counts if it isn't empty.
        if (count == 0 || line < end || lineEnd > line) {
          if (count > 0) {
            code.append('\n');
          }
          append(line, lineEnd);
        }
        count++;
        line = next;
      }
    }

    private void append(int line, int lineEnd) {
      int left = line;
      if (lineEnd - line > LINE_LENGTH) {
        if (highlight.start() > line && highlight.start() <= lineEnd) {
          left = Math.max(line, boundary(highlight.start() - BEFORE));
        }
      }
      int right = lineEnd - left > LINE_LENGTH ? boundary(left + LINE_LENGTH) : lineEnd;
      code.append(left > line ? "…" : "");
      int shift = code.length() - left;
      code.append(text, left, right);
      if (highlight.start() >= line) {
        from = Math.clamp(highlight.start(), left, right) + shift;
      }
      if (highlight.end() >= line) {
        to = Math.clamp(highlight.end(), left, right) + shift;
      }
      code.append(right < lineEnd ? "…" : "");
    }

    private int boundary(int index) {
      return index > 0 && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }
  }

  /** A range, made one character long if it is empty, so that there is something to point at. */
  static SourceRange visible(SourceRange range) {
    return range.start() == range.end()
        ? new SourceRange(range.file(), range.start(), range.end() + 1)
        : range;
  }
}
