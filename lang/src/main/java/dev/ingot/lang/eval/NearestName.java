package dev.ingot.lang.eval;

import java.util.Collection;
import java.util.Optional;

/** Finds the name somebody probably meant. */
public final class NearestName {
  private static final int GREATEST_DISTANCE = 2;

  private NearestName() {}

  /**
   * The known name that takes the fewest insertions, deletions and replacements, two at most; the
   * first in alphabetical order where several are equally near.
   */
  public static Optional<String> of(String given, Collection<String> known) {
    String best = null;
    int least = GREATEST_DISTANCE + 1;
    for (String name : known) {
      if (Math.abs(name.length() - given.length()) > GREATEST_DISTANCE) {
        continue;
      }
      int distance = distance(given, name);
      if (distance < least || (distance == least && best != null && name.compareTo(best) < 0)) {
        least = distance;
        best = name;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int distance(String left, String right) {
    int[] previous = new int[right.length() + 1];
    int[] current = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swapped = previous;
      previous = current;
      current = swapped;
    }
    return previous[right.length()];
  }
}
