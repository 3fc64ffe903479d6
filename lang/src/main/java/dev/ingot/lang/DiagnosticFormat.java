package dev.ingot.lang;

import static dev.ingot.lang.ControlCharacters.shown;

import dev.ingot.lang.Diagnostic.CalledFunction;
import dev.ingot.lang.Diagnostic.NamedValue;

/**
 * Writes diagnostics for people. The layout is Terraform 1.11's as recorded; the carets below the
 * place are Ingot's own. Control characters in texts are shown, not written.
 */
public final class DiagnosticFormat {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String UNDERLINE = "\u001b[4m";
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String GRAY = "\u001b[90m";
  private static final int RULE_WIDTH = 2;

  private final Style style;
  private final Enclosing enclosing;

  /**
   * The style of the output.
   *
   * @param color whether to use terminal colours, underlining and the rule at the left
   * @param caret whether to put carets below the place
   * @param width the width in columns; details are wrapped one column before, or not at all if it
   *     is below 2
   */
  public record Style(boolean color, boolean caret, int width) {
    /** The width of text without a terminal. */
    public static final int DEFAULT_WIDTH = 78;

    /** As recorded without colour. */
    public static final Style PLAIN = new Style(false, false, DEFAULT_WIDTH);

    /** As recorded with colour. */
    public static final Style COLOR = new Style(true, false, DEFAULT_WIDTH);
  }

  /**
   * @param enclosing names the block a place is in
   */
  public DiagnosticFormat(Style style, Enclosing enclosing) {
    this.style = style;
    this.enclosing = enclosing;
  }

  /**
   * The text of a diagnostic. Without colour it begins with an empty line; it always ends with a
   * line end. Callers put an empty line after it.
   */
  public String text(Diagnostic diagnostic) {
    return style.color() ? colored(diagnostic) : plain(diagnostic);
  }

  private String plain(Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder(256).append('\n');
    out.append(diagnostic.isError() ? "Error: " : "Warning: ");
    out.append(shown(diagnostic.summary())).append("\n\n");
    source(diagnostic, out);
    detail(diagnostic, style.width() - 1, out);
    return out.toString();
  }

  private String colored(Diagnostic diagnostic) {
    String hue = diagnostic.isError() ? RED : YELLOW;
    StringBuilder out = new StringBuilder(512);
    out.append(BOLD).append(hue).append(diagnostic.isError() ? "Error: " : "Warning: ");
    // The second reset of a pair is redundant, but terminals' logs are compared as text.
    out.append(RESET).append(RESET).append(BOLD).append(shown(diagnostic.summary())).append(RESET);
    out.append("\n\n").append(RESET);
    source(diagnostic, out);
    detail(diagnostic, style.width() - RULE_WIDTH - 1, out);
    return ruled(out, hue);
  }

  private static String ruled(StringBuilder text, String hue) {
    StringBuilder out = new StringBuilder(text.length() * 2);
    out.append(hue).append('╷').append(RESET).append(RESET).append('\n');
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf("\n", start);
      int end = newline < 0 ? text.length() : newline;
      out.append(hue).append('│').append(RESET).append(' ').append(RESET);
      out.append(text, start, end).append('\n');
      start = end + 1;
    }
    return out.append(hue).append('╵').append(RESET).append(RESET).append('\n').toString();
  }

  private void source(Diagnostic diagnostic, StringBuilder out) {
    diagnostic
        .address()
        .ifPresent(address -> out.append("  with ").append(shown(address)).append(",\n"));
    if (diagnostic.subject().isEmpty()) {
      if (diagnostic.address().isPresent()) {
        out.append('\n');
      }
      return;
    }
    SourceRange subject = diagnostic.subject().get();
    out.append("  on ").append(shown(subject.file().name()));
    out.append(" line ").append(subject.startPosition().line());
    if (subject.file().isShown() || (style.caret() && !subject.file().isHidden())) {
      Snippet snippet = Snippet.of(subject, diagnostic.context(), enclosing);
      snippet.context().ifPresent(context -> out.append(", in ").append(shown(context)));
      out.append(":\n");
      code(snippet, out);
      notes(diagnostic, out);
    } else {
      out.append(":\n  (source code not available)\n");
    }
    out.append('\n');
  }

  private void code(Snippet snippet, StringBuilder out) {
    String code = shown(snippet.code());
    int number = snippet.startLine();
    int start = 0;
    while (start <= code.length()) {
      int newline = code.indexOf('\n', start);
      int end = newline < 0 ? code.length() : newline;
      int from = Math.clamp(snippet.highlightStart(), start, end);
      int to = Math.clamp(snippet.highlightEnd(), from, end);
      lineNumber(number, out);
      out.append(code, start, from);
      if (style.color() && snippet.highlightStart() >= start && snippet.highlightStart() <= end) {
        out.append(UNDERLINE);
      }
      out.append(code, from, to);
      if (style.color() && snippet.highlightEnd() >= start && snippet.highlightEnd() <= end) {
        out.append(RESET);
      }
      out.append(code, to, end);
      if (style.color() && end == code.length()) {
        out.append(RESET);
      }
      out.append('\n');
      if (style.caret() && marks(snippet, start, end)) {
        carets(code, start, from, to, out);
      }
      number++;
      start = end + 1;
    }
  }

  private static boolean marks(Snippet snippet, int lineStart, int lineEnd) {
    int from = snippet.highlightStart();
    int to = snippet.highlightEnd();
    // A place that is just the line end is shown right after the line.
    return from <= lineEnd && (to > lineStart || (from == to && from >= lineStart));
  }

  private static void carets(String code, int start, int from, int to, StringBuilder out) {
    out.append("      ");
    for (int i = start; i < from; i++) {
      char c = code.charAt(i);
      if (!Character.isLowSurrogate(c)) {
        out.append(c == '\t' ? '\t' : ' ');
      }
    }
    out.append("^".repeat(Math.max(1, code.codePointCount(from, to)))).append('\n');
  }

  private static void lineNumber(int number, StringBuilder out) {
    String digits = Integer.toString(number);
    out.append(" ".repeat(Math.max(0, 4 - digits.length()))).append(digits).append(": ");
  }

  private void notes(Diagnostic diagnostic, StringBuilder out) {
    if (diagnostic.values().isEmpty() && diagnostic.function().isEmpty()) {
      return;
    }
    if (style.color()) {
      out.append("    ").append(GRAY).append("├────────────────").append(RESET).append('\n');
      out.append(RESET);
    } else {
      out.append("    ├────────────────\n");
    }
    diagnostic.function().ifPresent(function -> note("while calling", shown(call(function)), out));
    for (NamedValue value : diagnostic.values()) {
      note(shown(value.name()), shown(value.statement()), out);
    }
  }

  private void note(String name, String statement, StringBuilder out) {
    if (style.color()) {
      out.append("    ").append(GRAY).append('│').append(RESET).append(' ');
      out.append(BOLD).append(name).append(RESET).append(' ').append(statement).append('\n');
      out.append(RESET);
    } else {
      out.append("    │ ").append(name).append(' ').append(statement).append('\n');
    }
  }

  private static String call(CalledFunction function) {
    StringBuilder out = new StringBuilder(function.calledAs()).append('(');
    String separator = "";
    for (CalledFunction.Parameter parameter : function.parameters()) {
      out.append(separator).append(parameter.name());
      separator = ", ";
    }
    if (function.variadic().isPresent()) {
      out.append(separator).append(function.variadic().get().name()).append("...");
    }
    return out.append(')').toString();
  }

  private void detail(Diagnostic diagnostic, int width, StringBuilder out) {
    String detail = shown(diagnostic.detail());
    if (!detail.isEmpty()) {
      WordWrap.paragraphs(detail, style.width() > 1 ? width : Integer.MAX_VALUE, out);
    }
  }
}
