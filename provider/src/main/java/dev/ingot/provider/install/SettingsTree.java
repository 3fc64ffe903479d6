package dev.ingot.provider.install;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the syntax of the CLI configuration file, which is an older one than that of
 * configurations: names may be quoted, and {@code name = { … }} is a block. Rules: the
 * specification of HCL 1, without heredocs.
 */
final class SettingsTree {
  private static final int DEEPEST = 20;

  private final String text;
  private int at;

  private SettingsTree(String text) {
    this.text = text;
  }

  /** A value. */
  sealed interface Node {}

  /** A string, number or bool, as text. */
  record Text(String text) implements Node {}

  /** A list. */
  record Many(List<Node> nodes) implements Node {
    Many {
      nodes = List.copyOf(nodes);
    }
  }

  /** What stands between braces, in order. */
  record Block(List<Entry> entries) implements Node {
    Block {
      entries = List.copyOf(entries);
    }
  }

  /** A value by its name; labels of a block stand in between. */
  record Entry(String name, List<String> labels, Node value) {
    Entry {
      labels = List.copyOf(labels);
    }
  }

  /** A text that is none of this syntax. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }

  static Block parse(String text) throws SyntaxException {
    SettingsTree tree = new SettingsTree(text);
    // In JSON all of the file is one object.
    boolean json = tree.take('{');
    return tree.block(!json, 0);
  }

  private SyntaxException wrong(String what) {
    long line = text.substring(0, Math.min(at, text.length())).lines().count();
    return new SyntaxException("line " + Math.max(line, 1) + ": " + what);
  }

  private void space() throws SyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw wrong("a comment is not closed");
        }
        at = end + 2;
      } else if (Character.isWhitespace(c) || c == ',' || c == ';') {
        at++;
      } else {
        return;
      }
    }
  }

  private boolean take(char wanted) throws SyntaxException {
    space();
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private Block block(boolean file, int depth) throws SyntaxException {
    if (depth > DEEPEST) {
      throw wrong("blocks nest more than " + DEEPEST + " deep");
    }
    List<Entry> entries = new ArrayList<>();
    while (true) {
      space();
      if (at == text.length()) {
        if (file) {
          return new Block(entries);
        }
        throw wrong("a block is not closed");
      }
      if (!file && take('}')) {
        return new Block(entries);
      }
      String name = word();
      List<String> labels = new ArrayList<>();
      space();
      while (at < text.length() && text.charAt(at) == '"') {
        labels.add(word());
        space();
      }
      if (labels.isEmpty() && (take('=') || take(':'))) {
        entries.add(new Entry(name, labels, value(depth + 1)));
      } else if (take('{')) {
        entries.add(new Entry(name, labels, block(false, depth + 1)));
      } else {
        throw wrong("\"" + name + "\" is followed neither by \"=\" nor by \"{\"");
      }
    }
  }

  private Node value(int depth) throws SyntaxException {
    if (take('{')) {
      return block(false, depth);
    }
    if (!take('[')) {
      return new Text(word());
    }
    if (depth > DEEPEST) {
      throw wrong("lists nest more than " + DEEPEST + " deep");
    }
    List<Node> nodes = new ArrayList<>();
    while (!take(']')) {
      if (at == text.length()) {
        throw wrong("a list is not closed");
      }
      nodes.add(value(depth + 1));
    }
    return new Many(nodes);
  }

  /** A quoted text, or a name or number. */
  private String word() throws SyntaxException {
    space();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || "_-.+".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    if (start == at) {
      throw wrong(
          at == text.length()
              ? "unexpected end of file"
              : "\"" + text.charAt(at) + "\" is not expected here");
    }
    return text.substring(start, at);
  }

  private String quoted() throws SyntaxException {
    StringBuilder quoted = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (c == '"') {
        return quoted.toString();
      }
      if (c != '\\') {
        quoted.append(c);
        continue;
      }
      char escaped = at < text.length() ? text.charAt(at) : '"';
      quoted.append(
          switch (escaped) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '"', '\\' -> escaped;
            default -> throw wrong("\"\\" + escaped + "\" is not a valid escape sequence");
          });
      at++;
    }
    throw wrong("a string is not closed");
  }
}
