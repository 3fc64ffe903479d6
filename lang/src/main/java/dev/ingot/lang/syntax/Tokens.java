package dev.ingot.lang.syntax;

import java.util.Arrays;

/**
 * The tokens of a text in order, the last one {@link TokenKind#END}. Spaces are not part of any
 * token. Stored as arrays, since a large file has millions.
 */
public final class Tokens {
  private final String text;
  private TokenKind[] kinds;
  private int[] starts;
  private int[] ends;
  private int count;

  Tokens(String text) {
    this.text = text;
    int capacity = 16 + text.length() / 4;
    kinds = new TokenKind[capacity];
    starts = new int[capacity];
    ends = new int[capacity];
  }

  void add(TokenKind kind, int start, int end) {
    if (count == kinds.length) {
      int larger = count + (count >> 1) + 16;
      kinds = Arrays.copyOf(kinds, larger);
      starts = Arrays.copyOf(starts, larger);
      ends = Arrays.copyOf(ends, larger);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  /** Their number. */
  public int count() {
    return count;
  }

  /** The kind of one. */
  public TokenKind kind(int index) {
    return kinds[index];
  }

  /** The start of one, as an index into the scanned text. */
  public int start(int index) {
    return starts[index];
  }

  /** The index after the last character of one. */
  public int end(int index) {
    return ends[index];
  }

  /** The text of one. */
  public String text(int index) {
    return text.substring(starts[index], ends[index]);
  }

  /** Whether one is the given word. */
  boolean is(int index, String word) {
    int length = word.length();
    return ends[index] - starts[index] == length && text.startsWith(word, starts[index]);
  }

  /** Whether the last character of one is the given one. */
  boolean endsWith(int index, char last) {
    return ends[index] > starts[index] && text.charAt(ends[index] - 1) == last;
  }
}
