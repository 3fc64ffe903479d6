package dev.ingot.lang.value;

import java.text.Normalizer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Construction of values and the laws that hold for all of them. */
public final class Values {
  /** The value nothing is known about, not even its type. */
  public static final Value DYNAMIC_UNKNOWN = new Value.UnknownValue(Type.DYNAMIC, Refinement.NONE);

  /** Null of a type not known. */
  public static final Value NULL = new Value.NullValue(Type.DYNAMIC);

  public static final Value TRUE = new Value.BoolValue(true);
  public static final Value FALSE = new Value.BoolValue(false);

  private Values() {}

  static SortedMap<String, Value> sorted(Map<String, Value> entries) {
    TreeMap<String, Value> sorted = new TreeMap<>(Value.KEY_ORDER);
    sorted.putAll(entries);
    return Collections.unmodifiableSortedMap(sorted);
  }

  static String normalize(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x300) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }
    return text;
  }
}
