package dev.ingot.cli.view;

import java.util.List;

/**
 * What two lists have in common: their beginning and end, and between those the elements of their
 * longest common subsequence.
 *
 * @param head how many elements both begin with
 * @param tail how many further elements both end with
 */
record ListOverlap<T>(List<T> before, List<T> after, int head, int tail) {
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
}
