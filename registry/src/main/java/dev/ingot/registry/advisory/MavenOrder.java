package dev.ingot.registry.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The order of versions of Maven's artifacts. Rules: "Version Order Specification" of its POM. */
final class MavenOrder {
  /** Known qualifiers; unknown ones come after them in the order of the alphabet. */
  private static final List<String> QUALIFIERS =
      List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

  private MavenOrder() {}

  /**
   * A part.
   *
   * @param dotted whether a dot is before it; otherwise a hyphen, or where digits and letters meet
   */
  private record Token(boolean dotted, String text) {
    boolean isNumber() {
      return Digits.isNumber(text);
    }

    boolean isNull() {
      return text.isEmpty() || (isNumber() && Digits.compare(text, "0") == 0);
    }
  }

  static int compare(String one, String other) {
    List<Token> left = tokens(one);
    List<Token> right = tokens(other);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      Token mine = i < left.size() ? left.get(i) : padding(right.get(i));
      Token yours = i < right.size() ? right.get(i) : padding(left.get(i));
      int order = compare(mine, yours);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static Token padding(Token opposite) {
    return new Token(opposite.dotted(), opposite.isNumber() ? "0" : "");
  }

  private static int compare(Token one, Token other) {
    if (one.isNumber() && other.isNumber()) {
      return one.dotted() == other.dotted()
          ? Digits.compare(one.text(), other.text())
          : Boolean.compare(one.dotted(), other.dotted());
    }
    if (one.isNumber() != other.isNumber()) {
      return Boolean.compare(one.isNumber(), other.isNumber());
    }
    int place = Integer.compare(place(one.text()), place(other.text()));
    return place != 0 ? place : one.text().compareTo(other.text());
  }

  private static int place(String qualifier) {
    int known = QUALIFIERS.indexOf(qualifier);
    return known < 0 ? QUALIFIERS.size() : known;
  }

  private static List<Token> tokens(String version) {
    List<Token> tokens = new ArrayList<>();
    String text = version.strip().toLowerCase(Locale.ROOT);
    boolean dotted = true;
    int at = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean separator = i < text.length() && isSeparator(text.charAt(i));
      boolean end = i == text.length() || separator;
      boolean turns =
          !end && i > at && Digits.isDigit(text.charAt(i - 1)) != Digits.isDigit(text.charAt(i));
      if (end || turns) {
        String part = text.substring(at, i);
        boolean beforeNumber = turns && Digits.isDigit(text.charAt(i));
        tokens.add(new Token(dotted, normal(part, beforeNumber)));
        dotted = separator && text.charAt(i) == '.';
        at = separator ? i + 1 : i;
      }
    }
    return trimmed(tokens);
  }

  private static boolean isSeparator(char character) {
    return character == '.' || character == '-' || character == '_';
  }

  private static String normal(String part, boolean beforeNumber) {
    return switch (part) {
      case "" -> "0";
      case "final", "ga", "release" -> "";
      case "cr" -> "rc";
      case "a" -> beforeNumber ? "alpha" : part;
      case "b" -> beforeNumber ? "beta" : part;
      case "m" -> beforeNumber ? "milestone" : part;
      default -> part;
    };
  }

  /** Parts that mean nothing are left out at the end, and before each hyphen. */
  private static List<Token> trimmed(List<Token> tokens) {
    List<Token> kept = new ArrayList<>(tokens);
    int end = kept.size();
    while (end > 0) {
      int at = end;
      while (at > 0 && kept.get(at - 1).isNull()) {
        at--;
        kept.remove(at);
      }
      end = at - 1;
      while (end > 0 && kept.get(end).dotted()) {
        end--;
      }
    }
    return kept;
  }
}
