package dev.ingot.lang;

import java.util.List;
import java.util.stream.Stream;

/**
 * A message in which the program names itself or one of its commands. What a message quotes is kept
 * apart from the words around it, so that the names can be replaced without touching what a user
 * wrote.
 *
 * @param template the words, with {@code Ingot} and commands such as {@code ingot init}; each
 *     {@code %s} stands for an argument
 * @param arguments what is quoted, inserted as it is
 */
public record Phrase(String template, List<String> arguments) {
  private static final String PRODUCT = "Ingot";
  private static final String PROGRAM = "ingot";
  private static final String ARTICLE = "an ";
  private static final String ARGUMENT = "%s";

  public Phrase {
    arguments = List.copyOf(arguments);
  }

  /** A phrase of a template and what it quotes, in the order of the places for it. */
  public static Phrase of(String template, Object... arguments) {
    return new Phrase(template, Stream.of(arguments).map(String::valueOf).toList());
  }

  /** A text that quotes only. */
  public static Phrase quoted(String text) {
    return new Phrase(ARGUMENT, List.of(text));
  }

  /**
   * The text with other names.
   *
   * @param product in sentences
   * @param program in commands to type
   */
  public String in(String product, String program) {
    StringBuilder text = new StringBuilder();
    int argument = 0;
    int at = 0;
    while (at < template.length()) {
      if (template.startsWith(ARGUMENT, at) && argument < arguments.size()) {
        text.append(arguments.get(argument++));
        at += ARGUMENT.length();
      } else if (startsWord(at)
          && template.startsWith(ARTICLE, at)
          && isProduct(at + ARTICLE.length())) {
        text.append(isVowel(product.charAt(0)) ? ARTICLE : "a ").append(product);
        at += ARTICLE.length() + PRODUCT.length();
      } else if (startsWord(at) && isProduct(at)) {
        text.append(product);
        at += PRODUCT.length();
      } else if (startsWord(at) && isCommand(at)) {
        text.append(program);
        at += PROGRAM.length();
      } else {
        text.append(template.charAt(at++));
      }
    }
    return text.toString();
  }

  private boolean startsWord(int at) {
    return at == 0 || !Character.isLetterOrDigit(template.charAt(at - 1));
  }

  private static boolean isVowel(char first) {
    return "AEIOU".indexOf(Character.toUpperCase(first)) >= 0;
  }

  private boolean isProduct(int at) {
    int end = at + PRODUCT.length();
    return template.startsWith(PRODUCT, at)
        && (end == template.length() || !Character.isLetterOrDigit(template.charAt(end)));
  }

  private boolean isCommand(int at) {
    int end = at + PROGRAM.length();
    return template.startsWith(PROGRAM, at)
        && end + 1 < template.length()
        && template.charAt(end) == ' '
        && Character.isLowerCase(template.charAt(end + 1));
  }

  /** The text with Ingot's own names. */
  @Override
  public String toString() {
    return in(PRODUCT, PROGRAM);
  }
}
