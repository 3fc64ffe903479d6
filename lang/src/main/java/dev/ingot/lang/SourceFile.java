package dev.ingot.lang;

import java.text.BreakIterator;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The text of one file (or of something read like one) and its name in messages.
 *
 * <p>Two source files are equal only when they are the same object: ranges of one never mix with
 * those of another.
 */
public final class SourceFile {
  private final String name;
  private final String text;
  private final int skippedBytes;
  private final boolean shown;
  private final boolean hidden;
  private Optional<Lines> lines = Optional.empty();

  /**
   * @param name the name messages show, usually a path relative to the working folder
   * @param text the text, without a byte order mark
   */
  public SourceFile(String name, String text) {
    this(name, text, 0, true, false);
  }

  private SourceFile(String name, String text, int skippedBytes, boolean shown, boolean hidden) {
    this.name = name;
    this.text = text;
    this.skippedBytes = skippedBytes;
    this.shown = shown;
    this.hidden = hidden;
  }

  /**
   * A text from outside (typed, or given on the command line), of which messages show only the
   * name.
   */
  public static SourceFile unlisted(String name, String text) {
    return new SourceFile(name, text, 0, false, false);
  }

  /**
   * A file by all that is in it.
   *
   * @param text with its byte order mark, if it has one
   */
  public static SourceFile ofWhole(String name, String text) {
    return text.startsWith("\uFEFF")
        ? afterByteOrderMark(name, text.substring(1))
        : new SourceFile(name, text);
  }

  /** A file with a byte order mark, which counts in offsets but isn't text. */
  public static SourceFile afterByteOrderMark(String name, String text) {
    return new SourceFile(name, text, 3, true, false);
  }

  /** The same text, never shown in any message: it may contain a secret. */
  public SourceFile hidden() {
    return new SourceFile(name, text, skippedBytes, false, true);
  }

  /** The name in messages. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /** Whether messages may show lines of the text. */
  public boolean isShown() {
    return shown;
  }

  /** Whether even messages to people must not show lines of the text. */
  public boolean isHidden() {
    return hidden;
  }

  /** A range of this file. */
  public SourceRange range(int start, int end) {
    return new SourceRange(this, start, end);
  }

  /** The place of the character at an index of {@link #text()}. */
  public SourcePosition position(int index) {
    int at = Math.min(index, text.length());
    Lines known = lines();
    int found = Arrays.binarySearch(known.starts, at);
    int line = found >= 0 ? found : -found - 2;
    int start = known.starts[line];
    return new SourcePosition(
        line + 1,
        graphemes(start, at) + 1,
        skippedBytes + known.byteOffsets[line] + utf8Length(start, at));
  }

  /** The text of a line, from 1, without its line end; empty beyond the last line. */
  public String line(int line) {
    int[] starts = lines().starts;
    if (line < 1 || line > starts.length) {
      return "";
    }
    int end = line < starts.length ? starts[line] : text.length();
    return text.substring(starts[line - 1], end).stripTrailing();
  }

  /** The starts of lines, in characters and in bytes of UTF-8; computed on the first call. */
  private Lines lines() {
    Optional<Lines> known = lines;
    if (known.isEmpty()) {
      known = Optional.of(readLines());
      lines = known;
    }
    return known.get();
  }

  private Lines readLines() {
    int[] starts = new int[16];
    int[] bytes = new int[16];
    int count = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        bytes = Arrays.copyOf(bytes, count * 2);
      }
      starts[count] = i + 1;
      bytes[count] = bytes[count - 1] + utf8Length(starts[count - 1], i + 1);
      count++;
    }
    return new Lines(Arrays.copyOf(starts, count), bytes);
  }

  private int graphemes(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= 0x80) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text.substring(from, to));
        int count = 0;
        while (clusters.next() != BreakIterator.DONE) {
          count++;
        }
        return count;
      }
    }
    return to - from;
  }

  private int utf8Length(int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  /** Finds a place without reading all of the text before it. */
  private static final class Lines {
    private final int[] starts;
    private final int[] byteOffsets;

    Lines(int[] starts, int[] byteOffsets) {
      this.starts = starts;
      this.byteOffsets = byteOffsets;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
