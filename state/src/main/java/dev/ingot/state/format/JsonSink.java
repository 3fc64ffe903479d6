package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes JSON as UTF-8: either without blanks, or laid out as state files are: two blanks a level,
 * one field or element a line, empty objects and lists on one.
 */
public final class JsonSink {
  private static final int CHUNK = 16_384;

  private final boolean indented;
  private final Optional<OutputStream> out;
  private final StringBuilder chunk = new StringBuilder();
  private byte[] bytes = new byte[1024];
  private int length;
  private int depth;
  private boolean first = true;
  private boolean afterName;

  private JsonSink(boolean indented, Optional<OutputStream> out) {
    this.indented = indented;
    this.out = out;
  }

  /** Without blanks. */
  public static JsonSink compact() {
    return new JsonSink(false, Optional.empty());
  }

  /** Laid out as state files are. */
  public static JsonSink indented() {
    return new JsonSink(true, Optional.empty());
  }

  /**
   * The same, written piece by piece as it grows; {@link #end} writes the last. Every method throws
   * an {@link UncheckedIOException} where it can't be written.
   */
  static JsonSink indented(OutputStream out) {
    return new JsonSink(true, Optional.of(out));
  }

  /** Opens an object. */
  public JsonSink beginObject() {
    return begin('{');
  }

  /** Closes an object. */
  public JsonSink endObject() {
    return end('}');
  }

  /** Opens an array. */
  public JsonSink beginArray() {
    return begin('[');
  }

  /** Closes an array. */
  public JsonSink endArray() {
    return end(']');
  }

  /** Names the field that comes next. */
  public JsonSink name(String name) {
    separate();
    JsonText.quote(name, chunk);
    chunk.append(indented ? ": " : ":");
    afterName = true;
    return this;
  }

  /** Writes a text. */
  public JsonSink value(String text) {
    separate();
    JsonText.quote(text, chunk);
    return this;
  }

  /** Writes a whole number. */
  public JsonSink value(long number) {
    separate();
    chunk.append(number);
    return this;
  }

  /** Writes a truth value. */
  public JsonSink value(boolean truth) {
    separate();
    chunk.append(truth);
    return this;
  }

  /** Writes a value as it is, laid out anew. */
  public JsonSink value(RawJson raw) {
    String text = raw.text();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '{', '[' -> begin(c);
        case '}', ']' -> end(c);
        case ',', ':', ' ', '\n', '\r', '\t' -> {
          if (c == ':') {
            chunk.append(indented ? ": " : ":");
            afterName = true;
          }
        }
        default -> {
          separate();
          int end = c == '"' ? endOfString(text, at) : endOfWord(text, at);
          append(text, at, end);
          at = end - 1;
        }
      }
      at++;
    }
    return this;
  }

  /** Ends the text with a line break. */
  public JsonSink endLine() {
    chunk.append('\n');
    return this;
  }

  /** Writes what is left of a text that is written piece by piece. */
  void end() {
    flush();
  }

  /** All that was written. */
  public byte[] toByteArray() {
    flush();
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private static int endOfString(String text, int start) {
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }

  private static int endOfWord(String text, int start) {
    int at = start;
    while (at < text.length() && ",:{}[] \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private void append(String text, int start, int end) {
    int kept = start;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (JsonText.isEscaped(c)) {
        chunk.append(text, kept, i);
        JsonText.unicode(c, chunk);
        kept = i + 1;
      }
    }
    chunk.append(text, kept, end);
  }

  private JsonSink begin(char bracket) {
    separate();
    chunk.append(bracket);
    depth++;
    first = true;
    return this;
  }

  private JsonSink end(char bracket) {
    depth--;
    if (!first) {
      newLine();
    }
    first = false;
    chunk.append(bracket);
    return this;
  }

  private void separate() {
    if (afterName) {
      afterName = false;
    } else if (depth > 0) {
      if (!first) {
        chunk.append(',');
      }
      newLine();
    }
    first = false;
    if (chunk.length() > CHUNK) {
      flush();
    }
  }

  private void newLine() {
    if (indented) {
      chunk.append('\n').repeat("  ", depth);
    }
  }

  private void flush() {
    byte[] more = chunk.toString().getBytes(StandardCharsets.UTF_8);
    chunk.setLength(0);
    if (out.isPresent()) {
      try {
        out.get().write(more);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return;
    }
    if (bytes.length - length < more.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }
}
