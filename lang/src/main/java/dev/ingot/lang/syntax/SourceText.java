package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;

/**
 * A text to parse and the positions of its characters in a source file: the file itself, or the
 * content of a string in it (a JSON string, a quoted reference).
 *
 * @param base the start of the text in the file
 * @param offsets if not empty: for each character, and for the end, its offset from {@code base}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SourceText(SourceFile file, String text, int base, int[] offsets) {
  private static final int[] SAME = {};

  static SourceText of(SourceFile file) {
    return new SourceText(file, file.text(), 0, SAME);
  }

  static SourceText within(SourceFile file, String text, int base) {
    return new SourceText(file, text, base, SAME);
  }

  SourceRange range(int start, int end) {
    return offsets.length == 0
        ? new SourceRange(file, base + start, base + end)
        : new SourceRange(file, base + offsets[start], base + offsets[end]);
  }
}
