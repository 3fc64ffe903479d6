package dev.ingot.lang.eval;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits text into extended grapheme clusters, which people perceive as characters. Rules: Unicode
 * annex 29 of version 15.0, in which a conjunct of an Indic script is not one cluster yet.
 */
public final class Graphemes {
  private Graphemes() {}

  /** The clusters of a text, in order. */
  public static List<String> of(String text) {
    List<String> clusters = new ArrayList<>();
    int start = 0;
    if (isSimple(text)) {
      for (int i = 0; i < text.length(); i++) {
        clusters.add(text.substring(i, i + 1));
      }
      return clusters;
    }
    for (int end : ends(text)) {
      clusters.add(text.substring(start, end));
      start = end;
    }
    return clusters;
  }

  /** The number of clusters in a text. */
  public static int count(String text) {
    return isSimple(text) ? text.length() : ends(text).size();
  }

  /** Whether every char is a separate cluster. */
  private static boolean isSimple(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x300 || c == '\r' || c == 0xa9 || c == 0xae || c == 0xad) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> ends(String text) {
    List<Integer> ends = new ArrayList<>();
    BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text);
    int start = 0;
    for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
      for (int i = start + 1; i < end; i++) {
        if (beginsConsonant(text, i)) {
          ends.add(i);
        }
      }
      ends.add(end);
      start = end;
    }
    return ends;
  }

  /** Whether a rule newer than 15.0 joined the letter at an index to a preceding conjunct. */
  private static boolean beginsConsonant(String text, int index) {
    if (Character.isLowSurrogate(text.charAt(index))) {
      return false;
    }
    int codePoint = text.codePointAt(index);
    if (Character.getType(codePoint) != Character.OTHER_LETTER
        || codePoint == 0x0e33
        || codePoint == 0x0eb3
        || Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HANGUL) {
      return false;
    }
    int before = text.codePointBefore(index);
    return Character.getType(before) == Character.NON_SPACING_MARK || before == 0x200d;
  }
}
