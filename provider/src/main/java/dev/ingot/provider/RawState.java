package dev.ingot.provider;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** An object as it is stored, perhaps by an older version of its schema. */
public sealed interface RawState {
  /** As JSON. */
  record Json(String text) implements RawState {}

  /** As flat text, the format before Terraform 0.12. */
  record Flat(SortedMap<String, String> values) implements RawState {
    public Flat {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
  }
}
