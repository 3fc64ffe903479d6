package dev.ingot.lang.value;

import java.util.Comparator;

/**
 * Orders text by code points, which is also the order of its UTF-8 bytes; {@link String#compareTo}
 * orders by UTF-16 units.
 */
enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    if (left.equals(right)) {
      // Mostly the very same text, which a start compares thousands of times.
      return 0;
    }
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogateA = Character.isSurrogate(a);
        return surrogateA == Character.isSurrogate(b) ? a - b : surrogateA ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }
}
