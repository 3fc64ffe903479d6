package dev.ingot.bake.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Texts with Go templates in them, as Packer's components take them: {@code {{ build_name }}},
 * {@code {{ isotime "2006" | upper }}}, {@code {{ `{{.ID}}` }}}. Actions that call no function
 * known here are left as they are: they are meant for someone else. Rules: the public documentation
 * of Go's text/template, as far as it concerns calls, strings, pipes, comments and trimming.
 */
final class GoText {
  private final Functions functions;
  private final List<String> unknown = new ArrayList<>();

  /** What templates can call. */
  @FunctionalInterface
  interface Functions {
    /** The result; empty where there is no such function, or not for these arguments. */
    Optional<String> call(String name, List<String> arguments);
  }

  GoText(Functions functions) {
    this.functions = functions;
  }

  /** Names of functions that were called and aren't known. */
  List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** The text with its actions replaced. */
  String render(String text) {
    StringBuilder rendered = new StringBuilder();
    int done = 0;
    boolean trim = false;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", done)) {
      int close = end(text, open + 2);
      if (close < 0) {
        break;
      }
      String action = text.substring(open + 2, close);
      boolean trimLeft = action.startsWith("- ");
      boolean trimRight = action.endsWith(" -");
      String inner =
          action.substring(trimLeft ? 1 : 0, action.length() - (trimRight ? 1 : 0)).strip();
      Optional<String> value = inner.startsWith("/*") ? Optional.of("") : pipeline(inner);
      String before = text.substring(done, open);
      rendered.append(trim ? before.stripLeading() : before);
      trim = false;
      if (value.isPresent()) {
        if (trimLeft) {
          rendered.setLength(rendered.toString().stripTrailing().length());
        }
        rendered.append(value.get());
        trim = trimRight;
      } else {
        rendered.append(text, open, close + 2);
      }
      done = close + 2;
    }
    String rest = text.substring(done);
    return rendered.append(trim ? rest.stripLeading() : rest).toString();
  }

  /** Where an action's closing braces are; strings in it may hold others. */
  private static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char next = text.charAt(i);
      if (quote != 0) {
        if (next == '\\' && quote == '"') {
          i++;
        } else if (next == quote) {
          quote = 0;
        }
      } else if (next == '"' || next == '`') {
        quote = next;
      } else if (next == '}' && i + 1 < text.length() && text.charAt(i + 1) == '}') {
        return i;
      }
    }
    return -1;
  }

  private Optional<String> pipeline(String action) {
    Optional<List<Token>> tokens = tokens(action);
    if (tokens.isEmpty() || tokens.get().isEmpty()) {
      return Optional.empty();
    }
    Optional<String> piped = Optional.empty();
    List<Token> command = new ArrayList<>();
    for (Token token : tokens.get()) {
      if (token.kind() == Kind.PIPE) {
        piped = command(command, piped);
        if (piped.isEmpty()) {
          return Optional.empty();
        }
        command.clear();
      } else {
        command.add(token);
      }
    }
    return command(command, piped);
  }

  private Optional<String> command(List<Token> tokens, Optional<String> piped) {
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    Token first = tokens.getFirst();
    if (first.kind() == Kind.TEXT) {
      return tokens.size() == 1 && piped.isEmpty() ? Optional.of(first.text()) : Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (Token token : tokens.subList(1, tokens.size())) {
      if (token.kind() == Kind.TEXT) {
        arguments.add(token.text());
      } else {
        Optional<String> nested = functions.call(token.text(), List.of());
        if (nested.isEmpty()) {
          return Optional.empty();
        }
        arguments.add(nested.get());
      }
    }
    piped.ifPresent(arguments::add);
    Optional<String> result = functions.call(first.text(), arguments);
    if (result.isEmpty()) {
      unknown.add(first.text());
    }
    return result;
  }

  private enum Kind {
    NAME,
    TEXT,
    PIPE
  }

  private record Token(Kind kind, String text) {}

  /** The tokens; empty where there is something else than names, strings, numbers and pipes. */
  private static Optional<List<Token>> tokens(String action) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < action.length()) {
      char next = action.charAt(at);
      if (Character.isWhitespace(next)) {
        at++;
      } else if (next == '|') {
        tokens.add(new Token(Kind.PIPE, "|"));
        at++;
      } else if (next == '`') {
        int close = action.indexOf('`', at + 1);
        if (close < 0) {
          return Optional.empty();
        }
        tokens.add(new Token(Kind.TEXT, action.substring(at + 1, close)));
        at = close + 1;
      } else if (next == '"') {
        StringBuilder text = new StringBuilder();
        int close = quoted(action, at + 1, text);
        if (close < 0) {
          return Optional.empty();
        }
        tokens.add(new Token(Kind.TEXT, text.toString()));
        at = close + 1;
      } else {
        int end = at;
        while (end < action.length() && isWord(action.charAt(end))) {
          end++;
        }
        if (end == at) {
          return Optional.empty();
        }
        String word = action.substring(at, end);
        boolean number = Character.isDigit(next) || next == '-';
        tokens.add(new Token(number ? Kind.TEXT : Kind.NAME, word));
        at = end;
      }
    }
    return Optional.of(tokens);
  }

  private static boolean isWord(char next) {
    return Character.isLetterOrDigit(next) || next == '_' || next == '-';
  }

  private static int quoted(String action, int from, StringBuilder text) {
    for (int i = from; i < action.length(); i++) {
      char next = action.charAt(i);
      if (next == '"') {
        return i;
      }
      if (next == '\\' && i + 1 < action.length()) {
        i++;
        switch (action.charAt(i)) {
          case 'n' -> text.append('\n');
          case 't' -> text.append('\t');
          case 'r' -> text.append('\r');
          default -> text.append(action.charAt(i));
        }
      } else {
        text.append(next);
      }
    }
    return -1;
  }
}
