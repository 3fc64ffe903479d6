package dev.ingot.lang;

import java.util.Collection;
import java.util.Optional;

/** Suggests an existing name for one that doesn't exist. */
public final class Suggestion {
  /** With more edits than this the names are unrelated. */
  private static final int MOST_EDITS = 2;

  private Suggestion() {}

  /**
   * The candidate with the fewest edits (insertions, removals, replacements), at most two; the
   * first of several.
   */
  public static Optional<String> nearest(String given, Collection<String> candidates) {
    Optional<String> nearest = Optional.empty();
    int fewest = MOST_EDITS + 1;
    for (String candidate : candidates) {
      int edits = distance(given, candidate);
      if (edits < fewest) {
        fewest = edits;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** {@code " Did you mean "name"?"} for the nearest candidate; empty text if none is near. */
  public static String hint(String given, Collection<String> candidates) {
    return nearest(given, candidates).map(name -> " Did you mean \"" + name + "\"?").orElse("");
  }

  /**
   * The Levenshtein distance by code points, or any number above the limit if it exceeds the limit.
   */
  private static int distance(String left, String right) {
    if (Math.abs(left.length() - right.length()) > 2 * MOST_EDITS) {
      return MOST_EDITS + 1;
    }
    int[] a = left.codePoints().toArray();
    int[] b = right.codePoints().toArray();
    if (Math.abs(a.length - b.length) > MOST_EDITS) {
      return MOST_EDITS + 1;
    }
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      int least = i;
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
        least = Math.min(least, row[j]);
      }
      if (least > MOST_EDITS) {
        return least;
      }
    }
    return row[b.length];
  }
}
