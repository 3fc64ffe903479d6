package dev.ingot.graph;

import java.util.Arrays;

/** A stack of ints that grows as needed. */
final class IntStack {
  private int[] elements = new int[16];
  private int size;

  void push(int element) {
    if (size == elements.length) {
      elements = Arrays.copyOf(elements, size * 2);
    }
    elements[size++] = element;
  }

  int pop() {
    return elements[--size];
  }

  int peek() {
    return elements[size - 1];
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(elements, size);
  }
}
