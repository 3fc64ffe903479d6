package dev.ingot.lang;

/** Breaks lines between words. */
public final class WordWrap {
  private static final int NARROWEST = 20;

  private WordWrap() {}

  /** The text with each of its lines broken to a width, except those that begin with a space. */
  public static String paragraphs(String text, int width) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    paragraphs(text, width, out);
    return out.substring(0, out.length() - 1);
  }

  /**
   * A text that stands at a column, such as the second one of a list, broken to end at another: its
   * lines after the first are indented.
   */
  public static String between(int column, int end, String text) {
    return paragraphs(text, Math.max(end - column, NARROWEST))
        .replace("\n", "\n" + " ".repeat(column));
  }

  /** Appends the lines, each with a line end. */
  static void paragraphs(String text, int width, StringBuilder out) {
    int start = 0;
    while (start <= text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (start < end && text.charAt(start) == ' ') {
        out.append(text, start, end);
      } else {
        line(text, start, end, width, out);
      }
      out.append('\n');
      start = end + 1;
    }
  }

  private static void line(String text, int start, int end, int width, StringBuilder out) {
    int column = 0;
    int at = start;
    while (at < end) {
      int spaceEnd = at;
      while (spaceEnd < end && isBreak(text.charAt(spaceEnd))) {
        spaceEnd++;
      }
      int wordEnd = spaceEnd;
      while (wordEnd < end && !isBreak(text.charAt(wordEnd))) {
        wordEnd++;
      }
      int spaces = spaceEnd - at;
      int word = text.codePointCount(spaceEnd, wordEnd);
      if (column + spaces + word <= width || (column == 0 && spaces == 0)) {
        out.append(text, at, wordEnd);
        column += spaces + word;
      } else if (word > 0) {
        out.append('\n').append(text, spaceEnd, wordEnd);
        column = word;
      }
      at = wordEnd;
    }
  }

  /** White space, but not a no-break space. */
  private static boolean isBreak(char c) {
    return Character.isWhitespace(c) && c != '\u00a0';
  }
}
