package dev.ingot.health;

import java.util.regex.Pattern;

/** What was asked and what came back, in one line for people. */
final class Evidence {
  /** How much of an answer is shown, in characters. */
  private static final int SHOWN = 80;

  /** An answer that is a page of HTML, of which people want to read the words alone. */
  private static final Pattern PAGE = Pattern.compile("(?i)<(?:!doctype|html)\\b");

  /** A tag of HTML; the last one may have been cut off. */
  private static final Pattern TAG = Pattern.compile("<[^>]*>?");

  private Evidence() {}

  static String line(String asked, String answered) {
    StringBuilder line = new StringBuilder();
    boolean space = false;
    String text = PAGE.matcher(answered).find() ? TAG.matcher(answered).replaceAll(" ") : answered;
    text = text.strip();
    for (int i = 0; i < text.length() && line.length() < SHOWN; i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (blank) {
        space = true;
      } else {
        line.append(space ? " " : "").append(c);
        space = false;
      }
    }
    return asked + " answered: " + line + (line.length() >= SHOWN ? "…" : "");
  }
}
