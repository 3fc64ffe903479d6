package dev.ingot.lang;

/**
 * A range of a source file.
 *
 * @param file the file
 * @param start the first character, as an index into {@link SourceFile#text()}
 * @param end the index after the last character
 */
public record SourceRange(SourceFile file, int start, int end) {
  public SourceRange {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("range " + start + ".." + end);
    }
  }

  /** Where the range begins. */
  public SourcePosition startPosition() {
    return file.position(start);
  }

  /** Where the range ends (the place after its last character). */
  public SourcePosition endPosition() {
    return file.position(end);
  }

  /** The source text the range covers. */
  public String text() {
    return file.text().substring(start, Math.min(end, file.text().length()));
  }

  /** The smallest range that covers this one and another of the same file. */
  public SourceRange to(SourceRange other) {
    return new SourceRange(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** {@code FILE:LINE,COLUMN-LINE,COLUMN}, as in messages. */
  @Override
  public String toString() {
    SourcePosition from = startPosition();
    SourcePosition to = endPosition();
    return file.name()
        + ":"
        + from.line()
        + ","
        + from.column()
        + "-"
        + (from.line() == to.line() ? "" : to.line() + ",")
        + to.column();
  }
}
