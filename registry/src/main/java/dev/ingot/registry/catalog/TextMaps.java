package dev.ingot.registry.catalog;

import dev.ingot.ledger.Payload;
import dev.ingot.registry.json.JsonIn;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps of texts in columns and records. */
final class TextMaps {
  private TextMaps() {}

  static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static Map<String, String> merged(Map<String, String> map, Map<String, String> added) {
    Map<String, String> merged = new TreeMap<>(map);
    merged.putAll(added);
    return merged;
  }

  static String write(Map<String, String> map) {
    return Payload.of(map).json();
  }

  static Map<String, String> read(String json) {
    // The usual case, which needs no parser.
    if (json.equals("{}")) {
      return Map.of();
    }
    return JsonIn.document(json.getBytes(StandardCharsets.UTF_8), JsonIn::texts);
  }
}
