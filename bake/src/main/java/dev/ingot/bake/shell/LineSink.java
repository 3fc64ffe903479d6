package dev.ingot.bake.shell;

import dev.ingot.bake.Communicator.Output;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream into lines. A longer one than the limit comes in pieces. */
public final class LineSink extends OutputStream {
  private static final int LONGEST = 64 * 1024;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** Gives each line to a receiver. */
  public LineSink(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Lines of one stream of a command; those of both come one at a time. */
  public static LineSink of(Output output, Output.Stream stream) {
    return new LineSink(
        line -> {
          synchronized (output) {
            output.line(stream, line);
          }
        });
  }

  @Override
  public synchronized void write(int each) {
    if (each == '\n') {
      flushLine();
    } else {
      line.write(each);
      if (line.size() >= LONGEST) {
        flushLine();
      }
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void flushLine() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  @Override
  public synchronized void close() {
    if (line.size() > 0) {
      flushLine();
    }
  }
}
