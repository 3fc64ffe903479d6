package dev.ingot.cli.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Lines at the bottom of a terminal that are drawn again and again, while all other output goes
 * above them. Nothing of them is left at the end, and a killed command leaves the terminal as it
 * is: the cursor is never hidden or moved away.
 */
public final class LiveRegion implements AutoCloseable {
  private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(100);

  private final Terminal terminal;
  private final Supplier<List<String>> lines;
  private final Thread painter;
  private final Terminal above;
  private List<String> drawn = List.of();
  private boolean unfinishedLine;
  private boolean closed;

  private LiveRegion(Terminal terminal, Supplier<List<String>> lines) {
    this.terminal = terminal;
    this.lines = lines;
    this.above =
        terminal.liveOutput()
            ? new Terminal(
                terminal.in(),
                stream(terminal.out()),
                stream(terminal.err()),
                terminal.color(),
                terminal.interactive(),
                terminal.liveOutput(),
                terminal.width())
            : terminal;
    this.painter = Thread.ofVirtual().name("live-region").unstarted(this::paint);
  }

  /**
   * Opens a region. Where the output is no terminal, nothing is drawn and all other output goes its
   * way.
   *
   * @param lines gives the lines as they are to be now, from another thread; each is cut to the
   *     width of the terminal
   */
  public static LiveRegion open(Terminal terminal, Supplier<List<String>> lines) {
    LiveRegion region = new LiveRegion(terminal, lines);
    if (terminal.liveOutput()) {
      region.painter.start();
    }
    return region;
  }

  /** The terminal for all other output. */
  public Terminal above() {
    return above;
  }

  private void paint() {
    try {
      while (true) {
        List<String> wanted = lines.get().stream().map(this::fitted).toList();
        synchronized (this) {
          if (closed) {
            return;
          }
          if (!unfinishedLine && !wanted.equals(drawn)) {
            erase();
            draw(wanted);
          }
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_DRAWINGS.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw(List<String> wanted) {
    drawn = wanted;
    terminal.out().print(wanted.stream().map(line -> line + "\n").collect(Collectors.joining()));
    terminal.out().flush();
  }

  private void erase() {
    if (!drawn.isEmpty()) {
      terminal.out().print("\u001b[" + drawn.size() + "A\r\u001b[J");
      terminal.out().flush();
      drawn = List.of();
    }
  }

  /**
   * Writes above the region. A line without its end, such as a question, hides it until it ends.
   */
  private synchronized void write(PrintStream to, String text) {
    List<String> before = drawn;
    erase();
    to.print(text);
    to.flush();
    unfinishedLine = !text.endsWith("\n");
    if (!unfinishedLine && !closed) {
      draw(before);
    }
  }

  private PrintStream stream(PrintStream to) {
    return new PrintStream(new Above(to), false, StandardCharsets.UTF_8);
  }

  /** Collects bytes until they are flushed, or there are many. */
  private final class Above extends OutputStream {
    private static final int MANY = 1 << 16;

    private final PrintStream to;
    private final java.io.ByteArrayOutputStream held = new java.io.ByteArrayOutputStream();

    Above(PrintStream to) {
      this.to = to;
    }

    @Override
    public synchronized void write(int one) {
      held.write(one);
      flushMany();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      held.write(bytes, offset, length);
      flushMany();
    }

    private void flushMany() {
      if (held.size() > MANY) {
        flush();
      }
    }

    @Override
    public synchronized void flush() {
      if (held.size() > 0) {
        String text = held.toString(StandardCharsets.UTF_8);
        held.reset();
        LiveRegion.this.write(to, text);
      }
    }
  }

  /** The beginning of a line that fits into one row of the terminal; its colours don't count. */
  private String fitted(String line) {
    StringBuilder fitted = new StringBuilder();
    int columns = 0;
    boolean cut = false;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      int end = i + Character.charCount(c);
      if (c == '\u001b') {
        int m = line.indexOf('m', i);
        end = m < 0 ? line.length() : m + 1;
        fitted.append(line, i, end);
      } else if (!cut) {
        int wide = columns(c);
        if (columns + wide > terminal.width() - 2 && end < line.length()) {
          fitted.append('…');
          cut = true;
        } else if (Character.isISOControl(c)) {
          fitted.append(' ');
          columns++;
        } else {
          fitted.appendCodePoint(c);
          columns += wide;
        }
      }
      i = end;
    }
    return fitted.toString();
  }

  /** Most terminals draw the letters of East Asia and pictures two columns wide. */
  private static int columns(int c) {
    return c >= 0x1100 && (c < 0x2000 || c >= 0x2e80) ? 2 : 1;
  }

  /** Erases the region. What is written afterwards is passed on as it is. */
  @Override
  public void close() {
    painter.interrupt();
    above.flush();
    synchronized (this) {
      erase();
      closed = true;
    }
  }
}
