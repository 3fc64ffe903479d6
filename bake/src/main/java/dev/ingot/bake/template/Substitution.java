package dev.ingot.bake.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command of {@code sed} that replaces: {@code s/pattern/replacement/g}. Rules: POSIX, sed,
 * except that the pattern is a regular expression of Go.
 *
 * @param pattern what is replaced
 * @param replacement by what, with groups as {@code ${1}}
 */
record Substitution(String pattern, String replacement) {
  /** The command a text is; empty where it is another, or replaces only some of the matches. */
  static Optional<Substitution> parse(String text) {
    if (text.length() < 4 || text.charAt(0) != 's') {
      return Optional.empty();
    }
    char separator = text.charAt(1);
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 2; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        if (escaped != separator) {
          part.append(next);
        }
        part.append(escaped);
      } else if (next == separator) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(next);
      }
    }
    return parts.size() == 2 && part.toString().equals("g")
        ? Optional.of(new Substitution(parts.getFirst(), groups(parts.getLast())))
        : Optional.empty();
  }

  private static String groups(String replacement) {
    StringBuilder groups = new StringBuilder();
    for (int i = 0; i < replacement.length(); i++) {
      char next = replacement.charAt(i);
      if (next == '&') {
        groups.append("${0}");
      } else if (next == '$') {
        groups.append("$$");
      } else if (next == '\\' && i + 1 < replacement.length()) {
        char escaped = replacement.charAt(++i);
        if (Character.isDigit(escaped)) {
          groups.append("${").append(escaped).append('}');
        } else {
          groups.append(escaped);
        }
      } else {
        groups.append(next);
      }
    }
    return groups.toString();
  }
}
