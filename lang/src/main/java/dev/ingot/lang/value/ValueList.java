package dev.ingot.lang.value;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** An immutable list of elements with the depth of the deepest one precomputed. */
final class ValueList extends AbstractList<Value> implements RandomAccess {
  private final Value[] elements;
  private final int depth;

  private ValueList(Value[] elements) {
    int deepest = 0;
    for (Value element : elements) {
      deepest = Math.max(deepest, Depth.of(Objects.requireNonNull(element)));
    }
    this.elements = elements;
    depth = deepest;
  }

  static ValueList of(Collection<Value> elements) {
    return elements instanceof ValueList already
        ? already
        : new ValueList(elements.toArray(new Value[0]));
  }

  /** The depth of the deepest element; 0 without elements. */
  int depth() {
    return depth;
  }

  @Override
  public Value get(int index) {
    return elements[index];
  }

  @Override
  public int size() {
    return elements.length;
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof ValueList other
        ? depth == other.depth && Arrays.equals(elements, other.elements)
        : super.equals(object);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }
}
