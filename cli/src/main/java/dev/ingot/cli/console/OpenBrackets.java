package dev.ingot.cli.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is still open at the end of a text that is being typed: brackets, strings, heredocs. */
final class OpenBrackets {
  private static final Pattern HEREDOC = Pattern.compile("<<-?([\\p{L}_][\\p{L}\\p{N}_-]*)[ \\t]*");

  /** Something that is open; the marker is that of a heredoc. */
  private record Open(Kind kind, String marker) {
    boolean isText() {
      return kind == Kind.QUOTE || kind == Kind.HEREDOC;
    }
  }

  private enum Kind {
    BRACKET,
    SEQUENCE,
    QUOTE,
    HEREDOC
  }

  private final String text;
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean endsInComment;
  private int index;

  private OpenBrackets(String text) {
    this.text = text;
    while (index < text.length()) {
      Open innermost = open.peek();
      if (innermost != null && innermost.isText()) {
        text(innermost);
      } else {
        code();
      }
    }
  }

  /**
   * Whether a text continues on the next line. An open quote ends with its line, so that a
   * forgotten one is reported at once.
   */
  static boolean goesOn(String text) {
    return new OpenBrackets(text).open.stream().anyMatch(part -> part.kind() != Kind.QUOTE);
  }

  /** The same, but outside brackets neither a heredoc nor a string continues. */
  static boolean goesOnInBrackets(String text) {
    Open outermost = new OpenBrackets(text).open.peekLast();
    return outermost != null && outermost.kind() == Kind.BRACKET;
  }

  /** Whether the text ends where it stands for itself: in a string, a heredoc or a comment. */
  static boolean endsInText(String text) {
    OpenBrackets typed = new OpenBrackets(text);
    Open innermost = typed.open.peek();
    return typed.endsInComment || (innermost != null && innermost.isText());
  }

  /** The expressions of a text, each on lines of its own; the last may be unfinished. */
  static List<String> expressions(List<String> lines) {
    List<String> expressions = new ArrayList<>();
    StringBuilder expression = new StringBuilder();
    for (String line : lines) {
      expression.append(expression.isEmpty() ? "" : "\n").append(line);
      if (!goesOn(expression.toString())) {
        expressions.add(expression.toString());
        expression.setLength(0);
      }
    }
    if (!expression.isEmpty()) {
      expressions.add(expression.toString());
    }
    expressions.removeIf(String::isBlank);
    return expressions;
  }

  private void text(Open innermost) {
    if (innermost.kind() == Kind.HEREDOC && (index == 0 || text.charAt(index - 1) == '\n')) {
      int end = lineEnd();
      if (text.substring(index, end).strip().equals(innermost.marker())) {
        open.pop();
        index = end;
        return;
      }
    }
    char c = text.charAt(index);
    if (text.startsWith("$${", index) || text.startsWith("%%{", index)) {
      index += 3;
    } else if (text.startsWith("${", index) || text.startsWith("%{", index)) {
      open.push(new Open(Kind.SEQUENCE, ""));
      index += 2;
    } else if (innermost.kind() == Kind.QUOTE && c == '\\') {
      index += 2;
    } else {
      if (innermost.kind() == Kind.QUOTE && (c == '"' || c == '\n')) {
        open.pop();
      }
      index++;
    }
  }

  private void code() {
    char c = text.charAt(index);
    if (c == '#' || text.startsWith("//", index)) {
      index = lineEnd();
      endsInComment = index == text.length();
    } else if (text.startsWith("/*", index)) {
      int end = text.indexOf("*/", index + 2);
      endsInComment = end < 0;
      index = end < 0 ? text.length() : end + 2;
    } else if (c == '<' && heredoc()) {
      index = Math.min(lineEnd() + 1, text.length());
    } else {
      switch (c) {
        case '"' -> open.push(new Open(Kind.QUOTE, ""));
        case '(', '[', '{' -> open.push(new Open(Kind.BRACKET, ""));
        case ')', ']', '}' -> open.poll();
        default -> {}
      }
      index++;
    }
  }

  private boolean heredoc() {
    Matcher matcher = HEREDOC.matcher(text).region(index, lineEnd());
    if (!matcher.matches()) {
      return false;
    }
    open.push(new Open(Kind.HEREDOC, matcher.group(1)));
    return true;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', index);
    return end < 0 ? text.length() : end;
  }
}
