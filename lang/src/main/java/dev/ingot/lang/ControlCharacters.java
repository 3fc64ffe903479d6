package dev.ingot.lang;

/**
 * Control characters in texts that come from elsewhere: a registry, a provider, a downloaded file.
 * Written as they are, they would move the cursor, change colours or hide what was printed before.
 */
public final class ControlCharacters {
  private static final char FIRST_PICTURE = '\u2400';
  private static final char PICTURE_OF_DELETE = '\u2421';
  private static final char DELETE = '\u007f';

  private ControlCharacters() {}

  /**
   * The text with a picture of each control character in its place; tabs and line ends stay. As
   * long as the text itself.
   */
  public static String shown(String text) {
    int first = 0;
    while (first < text.length() && isHarmless(text, first)) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(isHarmless(text, i) ? c : picture(c));
    }
    return out.toString();
  }

  private static boolean isHarmless(String text, int at) {
    char c = text.charAt(at);
    return switch (c) {
      case '\n', '\t' -> true;
      case '\r' -> at + 1 < text.length() && text.charAt(at + 1) == '\n';
      default -> !Character.isISOControl(c);
    };
  }

  private static char picture(char c) {
    if (c == DELETE) {
      return PICTURE_OF_DELETE;
    }
    return c < ' ' ? (char) (FIRST_PICTURE + c) : '\ufffd';
  }
}
