package dev.ingot.cli.view;

/**
 * JSON laid out as other tools lay it out: each element on a line of its own, two spaces for each
 * level, empty arrays and objects on one line, no space before a colon.
 */
public final class IndentedJson {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private IndentedJson() {}

  /** Lays a document out anew, whatever white space it has. */
  public static String of(String json) {
    IndentedJson layout = new IndentedJson();
    int at = 0;
    while (at < json.length()) {
      char next = json.charAt(at);
      if (next == '"') {
        int end = stringEnd(json, at);
        layout.out.append(json, at, end);
        at = end;
      } else {
        layout.add(next);
        at++;
      }
    }
    return layout.out.toString();
  }

  private static int stringEnd(String json, int start) {
    int at = start + 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length());
  }

  private void add(char next) {
    switch (next) {
      case '{', '[' -> {
        out.append(next);
        depth++;
        newLine();
      }
      case '}', ']' -> {
        depth--;
        if (isEmpty()) {
          out.setLength(out.lastIndexOf("\n"));
        } else {
          newLine();
        }
        out.append(next);
      }
      case ',' -> {
        out.append(next);
        newLine();
      }
      case ':' -> out.append(": ");
      case ' ', '\n', '\r', '\t' -> {}
      default -> out.append(next);
    }
  }

  /** Whether nothing follows the bracket that was opened last. */
  private boolean isEmpty() {
    int line = out.lastIndexOf("\n");
    return line > 0
        && (out.charAt(line - 1) == '{' || out.charAt(line - 1) == '[')
        && out.substring(line).isBlank();
  }

  private void newLine() {
    out.append('\n').append("  ".repeat(Math.max(depth, 0)));
  }
}
