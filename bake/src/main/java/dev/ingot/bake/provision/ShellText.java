package dev.ingot.bake.provision;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for POSIX shells. */
final class ShellText {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{\\{-?\\s*\\.?([^{}]*?)\\s*-?\\}\\}");

  private ShellText() {}

  /** A script of these lines. */
  static String script(String interpreter, List<String> lines) {
    return "#!" + interpreter + "\n" + String.join("\n", lines) + "\n";
  }

  /** The value of a placeholder; empty if it has none. */
  @FunctionalInterface
  interface Placeholders {
    /**
     * The value.
     *
     * @param name without dot and braces
     * @param before all of the text before it
     */
    Optional<String> value(String name, String before);
  }

  /**
   * Replaces <code>{{ .Name }}</code>.
   *
   * @throws IllegalArgumentException with the placeholder that has no value
   */
  static String fill(String text, Placeholders placeholders) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value =
          placeholders
              .value(matcher.group(1), text.substring(0, matcher.start()))
              .orElseThrow(() -> new IllegalArgumentException(matcher.group()));
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  /** {@code NAME=value} pairs; later ones win. */
  static SortedMap<String, String> pairs(List<String> texts) {
    SortedMap<String, String> pairs = new TreeMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals > 0) {
        pairs.put(text.substring(0, equals), text.substring(equals + 1));
      }
    }
    return pairs;
  }
}
