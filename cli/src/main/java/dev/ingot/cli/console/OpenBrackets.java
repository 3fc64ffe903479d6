package dev.ingot.cli.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether a text goes on in the next line: an open bracket, or an open heredoc. */
final class OpenBrackets {
  private static final Pattern HEREDOC = Pattern.compile("<<-?([\\p{L}_][\\p{L}\\p{N}_-]*)\\s*$");

  private OpenBrackets() {}

  static boolean goesOn(String text) {
    return goesOn(text, true);
  }

  /** The same, but a heredoc that stands in no brackets doesn't go on. */
  static boolean goesOnInBrackets(String text) {
    return goesOn(text, false);
  }

  private static boolean goesOn(String text, boolean inHeredoc) {
    Deque<Character> open = new ArrayDeque<>();
    String[] lines = text.split("\n", -1);
    for (int line = 0; line < lines.length; line++) {
      Matcher heredoc = HEREDOC.matcher(lines[line]);
      brackets(lines[line], open);
      if (heredoc.find()) {
        int end = end(lines, line + 1, heredoc.group(1));
        if (end < 0) {
          return inHeredoc || !open.isEmpty();
        }
        line = end;
      }
    }
    return !open.isEmpty();
  }

  private static int end(String[] lines, int from, String marker) {
    for (int i = from; i < lines.length; i++) {
      if (lines[i].strip().equals(marker)) {
        return i;
      }
    }
    return -1;
  }

  private static void brackets(String line, Deque<Character> open) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        } else if ((c == '$' || c == '%') && i + 1 < line.length() && line.charAt(i + 1) == '{') {
          i = template(line, i + 2);
        }
      } else {
        switch (c) {
          case '"' -> quoted = true;
          case '#' -> {
            return;
          }
          case '(', '[', '{' -> open.push(c);
          case ')', ']', '}' -> open.poll();
          default -> {}
        }
      }
    }
  }

  /** The index of the brace that closes a template; the last one where none does. */
  private static int template(String line, int from) {
    int depth = 1;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return line.length() - 1;
  }
}
