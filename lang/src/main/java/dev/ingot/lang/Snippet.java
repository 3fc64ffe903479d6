package dev.ingot.lang;

import java.util.Optional;

/**
 * The lines of source a diagnostic is shown with.
 *
 * @param context the block around the place, empty outside of any
 * @param code the lines, joined with line feeds
 * @param startLine the number of the first line
 * @param highlightStart where the subject begins, as an index into the code
 * @param highlightEnd where it ends
 */
record Snippet(
    Optional<String> context, String code, int startLine, int highlightStart, int highlightEnd) {

  static Snippet of(SourceRange subject, Optional<SourceRange> around) {
    SourceFile file = subject.file();
    String text = file.text();
    SourceRange highlight = visible(subject);
    int start = highlight.start();
    int end = highlight.end();
    if (around.isPresent()) {
      start = Math.min(start, around.get().start());
      end = Math.max(end, around.get().end());
    }
    int line = start == 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
    int codeStart = Math.min(line, text.length());
    StringBuilder code = new StringBuilder();
    boolean first = true;
    while (line <= end && line < text.length()) {
      int newline = text.indexOf('\n', line);
      int next = newline < 0 ? text.length() : newline + 1;
      int lineEnd = newline < 0 ? text.length() : newline;
      if (lineEnd > line && text.charAt(lineEnd - 1) == '\r') {
        lineEnd--;
      }
      // A line that only its start touches counts when there is something on it.
      if (first || line < end || lineEnd > line) {
        if (!first) {
          code.append('\n');
        }
        code.append(text, line, lineEnd);
        first = false;
      }
      line = next;
    }
    int from = Math.clamp(highlight.start() - codeStart, 0, code.length());
    int to = Math.clamp(highlight.end() - codeStart, from, code.length());
    return new Snippet(
        file.enclosing().describe(subject.start() - 1),
        code.toString(),
        file.position(start).line(),
        from,
        to);
  }

  /** A range, made one character long if it is empty, so that there is something to point at. */
  static SourceRange visible(SourceRange range) {
    return range.start() == range.end()
        ? new SourceRange(range.file(), range.start(), range.end() + 1)
        : range;
  }
}
