package dev.ingot.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The input and output of a command. Results go to {@link #out}, diagnostics and logs to {@link
 * #err}.
 *
 * @param color whether output may be coloured: a terminal, and neither {@code NO_COLOR} nor {@code
 *     -no-color}
 * @param interactive whether prompts are possible
 * @param liveOutput whether standard output is a terminal on which lines can be redrawn
 * @param width the columns of the terminal; 78 without one, the width at which recorded outputs are
 *     wrapped
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean color,
    boolean interactive,
    boolean liveOutput,
    int width) {

  private static final int WIDTH_WITHOUT_TERMINAL = 78;

  /** The terminal of this process, as the launcher describes it in system properties. */
  public static Terminal ofProcess(Map<String, String> environment) {
    String kind = System.getProperty("ingot.terminal", "");
    boolean out = kind.contains("out");
    boolean capable = out && !"dumb".equals(environment.get("TERM"));
    boolean color = capable && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        color,
        kind.contains("in"),
        capable,
        out ? columns() : WIDTH_WITHOUT_TERMINAL);
  }

  private static int columns() {
    try {
      int columns = Integer.parseInt(System.getProperty("ingot.columns", ""));
      return columns >= 20 ? columns : WIDTH_WITHOUT_TERMINAL;
    } catch (NumberFormatException e) {
      return WIDTH_WITHOUT_TERMINAL;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        false,
        StandardCharsets.UTF_8);
  }

  /** How many columns a line of a table may have: any number where no terminal breaks it. */
  public int lineLimit() {
    return liveOutput ? width : Integer.MAX_VALUE;
  }

  /** The same without colours. */
  public Terminal withoutColor() {
    return new Terminal(in, out, err, false, interactive, liveOutput, width);
  }

  /** The same for programs: without colours, nothing is redrawn and nobody is asked. */
  public Terminal forPrograms() {
    return new Terminal(in, out, err, false, false, false, width);
  }

  /** The same with colours. */
  public Terminal withColor() {
    return new Terminal(in, out, err, true, interactive, liveOutput, width);
  }

  /** Text in a style, or plain without colour. */
  public String styled(Style style, String text) {
    return color ? style.code + text + "\u001b[0m" : text;
  }

  /** The emphasis of text. */
  public enum Style {
    BOLD("\u001b[1m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    CYAN("\u001b[36m"),
    FAINT("\u001b[90m");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /** Prints a line of results. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Prints an error of one paragraph, after all output that is buffered. */
  public void error(String message) {
    out.flush();
    err.println(styled(Style.RED, "Error: ") + message);
    err.flush();
  }

  /** Prints a line beside the output at once, after all output that is buffered. */
  public void notice(String message) {
    out.flush();
    err.println(message);
    err.flush();
  }

  /** Prints buffered output. */
  public void flush() {
    out.flush();
    err.flush();
  }
}
