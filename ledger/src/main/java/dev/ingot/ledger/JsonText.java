package dev.ingot.ledger;

import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.StringJoiner;

/**
 * Writes JSON in canonical form. Separate from {@link CanonicalJson}, so that appending a record
 * doesn't load a parser.
 */
final class JsonText {
  private JsonText() {}

  static String object(SortedMap<String, String> members) {
    StringJoiner joined = new StringJoiner(",", "{", "}");
    members.forEach((name, json) -> joined.add(quoted(name) + ":" + json));
    return joined.toString();
  }

  static String array(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  static String quoted(String text) {
    String wellFormed = Entry.wellFormed(text);
    StringBuilder quoted = new StringBuilder(wellFormed.length() + 2).append('"');
    for (int at = 0; at < wellFormed.length(); at++) {
      char unit = wellFormed.charAt(at);
      switch (unit) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (unit < ' ') {
            quoted.append("\\u00").append(HexFormat.of().toHexDigits((byte) unit));
          } else {
            quoted.append(unit);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
