package dev.ingot.registry.advisory;

/**
 * The order of versions of Debian's packages: {@code [EPOCH:]UPSTREAM[-REVISION]}. Rules:
 * deb-version(7).
 */
final class DebianOrder {
  private DebianOrder() {}

  static int compare(String one, String other) {
    int epoch = Digits.compare(epoch(one), epoch(other));
    if (epoch != 0) {
      return epoch;
    }
    String left = one.substring(one.indexOf(':') + 1);
    String right = other.substring(other.indexOf(':') + 1);
    int upstream = part(upstream(left), upstream(right));
    return upstream != 0 ? upstream : part(revision(left), revision(right));
  }

  private static String epoch(String version) {
    int colon = version.indexOf(':');
    String epoch = colon < 0 ? "" : version.substring(0, colon);
    return Digits.isNumber(epoch) ? epoch : "0";
  }

  private static String upstream(String version) {
    int hyphen = version.lastIndexOf('-');
    return hyphen < 0 ? version : version.substring(0, hyphen);
  }

  private static String revision(String version) {
    int hyphen = version.lastIndexOf('-');
    return hyphen < 0 ? "" : version.substring(hyphen + 1);
  }

  /** Alternating parts without digits and with digits. */
  private static int part(String left, String right) {
    int at = 0;
    int to = 0;
    while (at < left.length() || to < right.length()) {
      while ((at < left.length() && !Digits.isDigit(left.charAt(at)))
          || (to < right.length() && !Digits.isDigit(right.charAt(to)))) {
        int order = Integer.compare(weight(left, at), weight(right, to));
        if (order != 0) {
          return order;
        }
        at++;
        to++;
      }
      int end = end(left, at);
      int stop = end(right, to);
      int order = Digits.compare(left.substring(at, end), right.substring(to, stop));
      if (order != 0) {
        return order;
      }
      at = end;
      to = stop;
    }
    return 0;
  }

  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && Digits.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** A tilde comes before the end, which comes before letters, which come before all else. */
  private static int weight(String text, int at) {
    if (at >= text.length() || Digits.isDigit(text.charAt(at))) {
      return 0;
    }
    char character = text.charAt(at);
    if (character == '~') {
      return -1;
    }
    boolean letter =
        (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    return letter ? character : character + 256;
  }
}
