package dev.ingot.lang.value;

import java.text.Normalizer;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Construction of values and the laws that hold for all of them. */
public final class Values {
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
