package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;

/**
 * A text being read and where its characters stand in a source file: the file itself, or what a
 * string in it says (a JSON string, a quoted reference).
 *
 * @param base where the text begins in the file
 * @param offsets when not empty: for each character, and for the end, its place after {@code base}
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
