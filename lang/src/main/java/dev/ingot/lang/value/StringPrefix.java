package dev.ingot.lang.value;

import java.text.BreakIterator;
import java.util.Locale;

/** The stable prefix of a text: the last character may combine with the next one. */
public final class StringPrefix {
  /** Longer prefixes are cut: the plugin protocol has this limit in bytes. */
  private static final int MAX_BYTES = 256;

  private StringPrefix() {}

  /**
   * The stable part of a prefix: without its last grapheme cluster, unless that is a delimiter,
   * which never combines.
   */
  public static String safe(String beginning) {
    int end = 0;
    int bytes = 0;
    while (end < beginning.length()) {
      int c = beginning.codePointAt(end);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > MAX_BYTES) {
        break;
      }
      end += Character.charCount(c);
    }
    if (end == 0 || isDelimiter(beginning.charAt(end - 1))) {
      return beginning.substring(0, end);
    }
    if (isLastAlone(beginning, end)) {
      return beginning.substring(0, end - 1);
    }
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(beginning.substring(0, end));
    return beginning.substring(0, Math.max(clusters.preceding(end), 0));
  }

  /**
   * Whether the last character is certainly a cluster of its own: ASCII after ASCII, but for a line
   * feed. The iterator takes long to load, and nearly every prefix ends so.
   */
  private static boolean isLastAlone(String text, int end) {
    char last = text.charAt(end - 1);
    return last < 0x80 && last != '\n' && (end == 1 || text.charAt(end - 2) < 0x80);
  }

  private static boolean isDelimiter(char c) {
    return "-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'".indexOf(c) >= 0;
  }
}
