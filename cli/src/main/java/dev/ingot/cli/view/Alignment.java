package dev.ingot.cli.view;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists side by side: the longest common subsequence stays; between its elements, what goes is
 * followed by what comes. An object that goes where another comes is shown as one that changes.
 */
final class Alignment {
  private final List<Value> before;
  private final List<Value> after;
  private final List<Value> oldShapes;
  private final List<Value> newShapes;
  private final Type element;
  private final boolean pairsAll;
  private final List<Difference> parts = new ArrayList<>();
  private int i;
  private int j;

  private Alignment(List<Value> before, List<Value> after, Type element, boolean pairsAll) {
    this.before = before;
    this.after = after;
    this.oldShapes = Shape.all(before);
    this.newShapes = Shape.all(after);
    this.element = element;
    this.pairsAll = pairsAll;
  }

  /**
   * What changes between two lists.
   *
   * @param pairsAll whether any two elements at one place are shown as one that changes, not only
   *     objects
   */
  static List<Difference> of(
      List<Value> before, List<Value> after, Type element, boolean pairsAll) {
    Alignment alignment = new Alignment(before, after, element, pairsAll);
    alignment.align();
    return alignment.parts;
  }

  private void align() {
    for (Value stays : ListOverlap.common(oldShapes, newShapes)) {
      between(stays);
      parts.add(Differences.ofPart(before.get(i++), after.get(j++), element));
    }
    while (i < before.size()) {
      if (j < after.size() && arePair()) {
        pair();
      } else {
        parts.add(Differences.deleted(before.get(i++), element));
      }
    }
    while (j < after.size()) {
      parts.add(Differences.created(after.get(j++), element));
    }
  }

  private void between(Value stays) {
    while (!oldShapes.get(i).equals(stays)) {
      if (j < after.size() && !newShapes.get(j).equals(stays) && arePair()) {
        pair();
      } else {
        parts.add(Differences.deleted(before.get(i++), element));
      }
    }
    while (!newShapes.get(j).equals(stays)) {
      parts.add(Differences.created(after.get(j++), element));
    }
  }

  private void pair() {
    parts.add(Differences.ofPart(before.get(i++), after.get(j++), element));
  }

  private boolean arePair() {
    return pairsAll
        || (oldShapes.get(i) instanceof Value.ObjectValue
            && newShapes.get(j) instanceof Value.ObjectValue);
  }
}
