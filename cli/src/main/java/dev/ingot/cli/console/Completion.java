package dev.ingot.cli.console;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What may stand in place of the last word of an expression that is being typed.
 *
 * @param word the word as typed so far: a name, or names and indexes joined by dots
 * @param choices what it may become, each a beginning of an expression, in their order
 */
record Completion(String word, List<Choice> choices) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

  /**
   * One of them.
   *
   * @param text what takes the place of the word
   * @param shown what tells it from the others
   */
  record Choice(String text, String shown) {}

  Completion {
    choices = List.copyOf(choices);
  }

  /**
   * @param typed what is left of the cursor
   * @param functions the names of all functions
   * @param names names with dots that can begin an expression
   * @param attributes the attributes of what an expression stands for
   */
  static Completion of(
      String typed,
      Collection<String> functions,
      Collection<String> names,
      Function<String, Collection<String>> attributes) {
    String word = word(typed);
    if (word.isEmpty()) {
      return new Completion("", List.of());
    }
    int dot = word.lastIndexOf('.');
    String before = word.substring(0, dot + 1);
    String begun = word.substring(dot + 1);
    TreeSet<String> parts = new TreeSet<>();
    for (String name : names) {
      if (name.startsWith(word)) {
        int end = name.indexOf('.', before.length());
        parts.add(name.substring(before.length(), end < 0 ? name.length() : end + 1));
      }
    }
    if (dot < 0) {
      functions.stream()
          .filter(name -> name.startsWith(begun))
          .forEach(name -> parts.add(name + "("));
    } else if (parts.isEmpty() && dot > 0) {
      attributes.apply(word.substring(0, dot)).stream()
          .filter(name -> name.startsWith(begun) && NAME.matcher(name).matches())
          .forEach(parts::add);
    }
    return new Completion(
        word, parts.stream().map(part -> new Choice(before + part, part)).toList());
  }

  /** The word that is being typed; empty in a string or a comment. */
  static String word(String typed) {
    return OpenBrackets.endsInText(typed) ? "" : typed.substring(start(typed));
  }

  /** Where the last word begins; an index in it is a part of it. */
  private static int start(String typed) {
    int start = typed.length();
    while (start > 0) {
      char c = typed.charAt(start - 1);
      if (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':') {
        start--;
      } else if (c == ']' && typed.lastIndexOf('[', start - 1) > 0) {
        start = typed.lastIndexOf('[', start - 1);
      } else {
        break;
      }
    }
    while (start < typed.length() && !Character.isLetter(typed.charAt(start))) {
      start++;
    }
    return start;
  }
}
