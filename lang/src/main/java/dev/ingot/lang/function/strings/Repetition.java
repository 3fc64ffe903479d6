package dev.ingot.lang.function.strings;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the repetitions in a regular expression before it is compiled: nested repetitions
 * multiply, and a short pattern could otherwise compile to a program that fills the memory. RE2's
 * rule is that nested counts may not multiply to more than 1,000; the expanded length is limited as
 * well.
 */
final class Repetition {
  private static final long MAX_COUNT = 1_000;

  /** The longest pattern, with repetitions expanded. */
  private static final long MAX_LENGTH = 100_000;

  private static final int MAX_DEPTH = 250;

  /** A group that is open, or the pattern itself. */
  private static final class Group {
    private long deepest = 1;
    private long length;
    private Part last = new Part(1, 0);
  }

  /**
   * An element that can be repeated.
   *
   * @param count the greatest product of nested counts
   * @param length with repetitions expanded
   */
  private record Part(long count, long length) {}

  private final String text;
  private final Deque<Group> open = new ArrayDeque<>();
  private Group current = new Group();

  Repetition(String text) {
    this.text = text;
  }

  /** A class or an escape of the length given. */
  void part(int length) {
    add(new Part(1, length));
  }

  /** A character: a literal, or an operator, which doesn't change the element before it. */
  void character(char c) {
    switch (c) {
      case ')' -> close();
      case '*', '+', '?' -> {}
      default -> part(1);
    }
  }

  void open() {
    if (open.size() >= MAX_DEPTH) {
      throw new PatternSyntaxException("expression nests too deeply", shown());
    }
    open.push(current);
    current = new Group();
  }

  private void close() {
    if (!open.isEmpty()) {
      Part group = new Part(current.deepest, current.length + 1);
      current = open.pop();
      add(group);
    }
  }

  private void add(Part part) {
    current.last = part;
    current.deepest = Math.max(current.deepest, part.count());
    current.length += part.length();
    if (current.length > MAX_LENGTH) {
      throw new PatternSyntaxException(
          "expression longer than " + MAX_LENGTH + " with its repetitions expanded", shown());
    }
  }

  private String shown() {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  /**
   * A brace: a repetition of the element before it, or just a character.
   *
   * @return the index after it
   */
  int brace(int start) {
    int comma = digits(start + 1);
    int end = comma > start + 1 && text.startsWith(",", comma) ? digits(comma + 1) : comma;
    if (comma == start + 1 || !text.startsWith("}", end)) {
      part(1);
      return start + 1;
    }
    long least = number(start + 1, comma);
    long most = end > comma + 1 ? number(comma + 1, end) : least;
    repeat(Math.max(least, most), text.substring(start, end + 1));
    return end + 1;
  }

  private void repeat(long times, String written) {
    Part repeated = current.last;
    long factor = Math.max(1, times);
    long count = repeated.count() * factor;
    if (factor > MAX_COUNT || (times > 1 && count > MAX_COUNT)) {
      throw new PatternSyntaxException("invalid repeat count", written);
    }
    current.length -= repeated.length();
    add(new Part(count, repeated.length() * factor));
  }

  private int digits(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The written number, or any number above the limit if it is too large. */
  private long number(int start, int end) {
    long number = 0;
    for (int i = start; i < end && number <= MAX_COUNT; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
