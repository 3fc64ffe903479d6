package dev.ingot.cli.view;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists side by side: the common beginning and end stay; between them, elements that are in both
 * stay in their order. An object that goes where another comes is shown as one that changes.
 */
final class Alignment {
  /** Above this, elements are compared by place: the table would need too much memory. */
  private static final long LARGEST_TABLE = 1_000_000;

  private final List<Value> before;
  private final List<Value> after;
  private final Type element;
  private final List<Difference> parts = new ArrayList<>();

  private Alignment(List<Value> before, List<Value> after, Type element) {
    this.before = before;
    this.after = after;
    this.element = element;
  }

  /** What changes between two lists. */
  static List<Difference> of(List<Value> before, List<Value> after, Type element) {
    ListOverlap<Value> overlap = ListOverlap.of(before, after);
    Alignment middle = new Alignment(overlap.left(), overlap.right(), element);
    middle.align();
    List<Difference> all = new ArrayList<>();
    overlap.start().forEach(value -> all.add(Differences.unchanged(value, element)));
    all.addAll(middle.parts);
    overlap.end().forEach(value -> all.add(Differences.unchanged(value, element)));
    return all;
  }

  private void align() {
    int i = 0;
    int j = 0;
    if ((long) before.size() * after.size() <= LARGEST_TABLE) {
      int[][] common = ListOverlap.lengths(before, after);
      while (i < before.size() && j < after.size()) {
        if (before.get(i).equals(after.get(j))) {
          parts.add(Differences.unchanged(before.get(i++), element));
          j++;
        } else if (common[i + 1][j + 1] == common[i][j] && bothObjects(i, j)) {
          parts.add(Differences.of(before.get(i++), after.get(j++), element));
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          parts.add(Differences.deleted(before.get(i++), element));
        } else {
          parts.add(Differences.created(after.get(j++), element));
        }
      }
    } else {
      while (i < before.size() && j < after.size()) {
        parts.add(Differences.of(before.get(i++), after.get(j++), element));
      }
    }
    while (i < before.size()) {
      parts.add(Differences.deleted(before.get(i++), element));
    }
    while (j < after.size()) {
      parts.add(Differences.created(after.get(j++), element));
    }
  }

  private boolean bothObjects(int i, int j) {
    return before.get(i).unmarked() instanceof Value.ObjectValue
        && after.get(j).unmarked() instanceof Value.ObjectValue;
  }
}
