package dev.ingot.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The attributes of an object as the state holds them. */
public sealed interface StoredAttributes {
  /** As JSON by the schema version of the object. */
  record Json(RawJson value) implements StoredAttributes {}

  /** As flat text, the way states before Terraform 0.12 held them. */
  record Flat(SortedMap<String, String> values) implements StoredAttributes {
    public Flat {
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }
  }

  /** Attributes as JSON. */
  static StoredAttributes json(RawJson value) {
    return new Json(value);
  }
}
