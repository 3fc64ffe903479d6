package dev.ingot.cli.view;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What two lists have in common: their beginning and end, and between those the elements of their
 * longest common subsequence.
 *
 * @param head how many elements both begin with
 * @param tail how many further elements both end with
 */
record ListOverlap<T>(List<T> before, List<T> after, int head, int tail) {
  /** Above this, only common ends are looked for: the table would need too much memory. */
  private static final long LARGEST_TABLE = 1_000_000;

  static <T> ListOverlap<T> of(List<T> before, List<T> after) {
    int shorter = Math.min(before.size(), after.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    return new ListOverlap<>(before, after, head, tail);
  }

  /** The common beginning. */
  List<T> start() {
    return before.subList(0, head);
  }

  /** The common end. */
  List<T> end() {
    return before.subList(before.size() - tail, before.size());
  }

  /** The elements of the first list between the common ends. */
  List<T> left() {
    return before.subList(head, before.size() - tail);
  }

  /** The elements of the second list between the common ends. */
  List<T> right() {
    return after.subList(head, after.size() - tail);
  }

  /**
   * The length of the longest common subsequence of what follows each pair of indexes in two lists.
   */
  static <T> int[][] lengths(List<T> left, List<T> right) {
    int[][] length = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        length[i][j] =
            left.get(i).equals(right.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    return length;
  }

  /**
   * A longest common subsequence. Of several, it is the one found from the end, which passes over
   * elements of the second list first.
   */
  static <T> List<T> common(List<T> left, List<T> right) {
    ListOverlap<T> overlap = of(left, right);
    List<T> old = left;
    List<T> next = right;
    List<T> start = List.of();
    if ((long) left.size() * right.size() > LARGEST_TABLE) {
      start = overlap.start();
      old = overlap.left();
      next = overlap.right();
      if ((long) old.size() * next.size() > LARGEST_TABLE) {
        old = List.of();
        next = List.of();
      }
    } else {
      old = left.subList(0, left.size() - overlap.tail());
      next = right.subList(0, right.size() - overlap.tail());
    }
    List<T> common = new ArrayList<>(start);
    common.addAll(middle(old, next));
    common.addAll(overlap.end());
    return common;
  }

  private static <T> List<T> middle(List<T> left, List<T> right) {
    int[][] length = new int[left.size() + 1][right.size() + 1];
    for (int i = 1; i <= left.size(); i++) {
      for (int j = 1; j <= right.size(); j++) {
        length[i][j] =
            left.get(i - 1).equals(right.get(j - 1))
                ? length[i - 1][j - 1] + 1
                : Math.max(length[i - 1][j], length[i][j - 1]);
      }
    }
    ArrayDeque<T> common = new ArrayDeque<>();
    int i = left.size();
    int j = right.size();
    while (i > 0 && j > 0) {
      if (left.get(i - 1).equals(right.get(j - 1))) {
        common.addFirst(left.get(--i));
        j--;
      } else if (length[i - 1][j] > length[i][j - 1]) {
        i--;
      } else {
        j--;
      }
    }
    return List.copyOf(common);
  }
}
