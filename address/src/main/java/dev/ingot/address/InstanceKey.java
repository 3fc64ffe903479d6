package dev.ingot.address;

import dev.ingot.lang.value.Value;

/**
 * Identifies an instance of a resource or of a module call. The order is that of state files: no
 * key, numbers, texts by code point.
 */
public sealed interface InstanceKey extends Comparable<InstanceKey> {
  /** The key of an object without {@code count} and {@code for_each}. */
  record None() implements InstanceKey {
    private static final None INSTANCE = new None();
  }

  /** A key by {@code count}, from 0. */
  record Index(long index) implements InstanceKey {}

  /** A key by {@code for_each}. */
  record Text(String key) implements InstanceKey {}

  /** The key of an object without {@code count} and {@code for_each}. */
  static InstanceKey none() {
    return None.INSTANCE;
  }

  /** A key by {@code count}. */
  static InstanceKey of(long index) {
    return new Index(index);
  }

  /** A key by {@code for_each}. */
  static InstanceKey of(String key) {
    return new Text(key);
  }

  /** The suffix of an address: nothing, {@code [0]} or {@code ["x"]}. */
  default String suffix() {
    return switch (this) {
      case None() -> "";
      case Index(long index) -> "[" + index + "]";
      case Text(String key) -> AddressText.quoted(key);
    };
  }

  private int rank() {
    return switch (this) {
      case None() -> 0;
      case Index _ -> 1;
      case Text _ -> 2;
    };
  }

  @Override
  default int compareTo(InstanceKey other) {
    if (this instanceof Index(long left) && other instanceof Index(long right)) {
      return Long.compare(left, right);
    }
    if (this instanceof Text(String left) && other instanceof Text(String right)) {
      return Value.KEY_ORDER.compare(left, right);
    }
    return Integer.compare(rank(), other.rank());
  }
}
