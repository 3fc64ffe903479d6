package dev.ingot.registry.advisory;

/**
 * The order of versions of RPM's packages: {@code [EPOCH:]VERSION[-RELEASE]}. Rules:
 * rpm-version(7).
 */
final class RpmOrder {
  private RpmOrder() {}

  static int compare(String one, String other) {
    int epoch = Digits.compare(epoch(one), epoch(other));
    if (epoch != 0) {
      return epoch;
    }
    String left = one.substring(one.indexOf(':') + 1);
    String right = other.substring(other.indexOf(':') + 1);
    int version = part(before(left), before(right));
    // An advisory may name a version without a release, which holds for all of them.
    return version != 0 || left.indexOf('-') < 0 || right.indexOf('-') < 0
        ? version
        : part(left.substring(left.indexOf('-') + 1), right.substring(right.indexOf('-') + 1));
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    String epoch = colon < 0 ? "" : version.substring(0, colon);
    return Digits.isNumber(epoch) ? epoch : "0";
  }

  private static String before(String version) {
    int hyphen = version.indexOf('-');
    return hyphen < 0 ? version : version.substring(0, hyphen);
  }

  private static int part(String left, String right) {
    int at = 0;
    int to = 0;
    while (true) {
      at = separated(left, at);
      to = separated(right, to);
      char one = at < left.length() ? left.charAt(at) : 0;
      char other = to < right.length() ? right.charAt(to) : 0;
      if (one == '~' || other == '~') {
        if (one != other) {
          return one == '~' ? -1 : 1;
        }
        at++;
        to++;
        continue;
      }
      if (one == '^' || other == '^') {
        if (one != other) {
          // The end comes before a caret, everything else after it.
          return one == '^' ? (other == 0 ? 1 : -1) : (one == 0 ? -1 : 1);
        }
        at++;
        to++;
        continue;
      }
      if (one == 0 || other == 0) {
        return Boolean.compare(one != 0, other != 0);
      }
      boolean number = Digits.isDigit(one);
      if (number != Digits.isDigit(other)) {
        return number ? 1 : -1;
      }
      int end = end(left, at, number);
      int stop = end(right, to, number);
      String mine = left.substring(at, end);
      String yours = right.substring(to, stop);
      int order = number ? Digits.compare(mine, yours) : mine.compareTo(yours);
      if (order != 0) {
        return order;
      }
      at = end;
      to = stop;
    }
  }

  private static int separated(String text, int from) {
    int at = from;
    while (at < text.length() && !isPart(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPart(char character) {
    return Digits.isDigit(character) || isLetter(character) || character == '~' || character == '^';
  }

  private static boolean isLetter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }

  private static int end(String text, int from, boolean number) {
    int end = from;
    while (end < text.length()
        && (number ? Digits.isDigit(text.charAt(end)) : isLetter(text.charAt(end)))) {
      end++;
    }
    return end;
  }
}
