package dev.ingot.plugin.http2;

/** A header or trailer. */
public record Header(String name, String value) {
  /** What it counts for in the table of those sent before: 32 more than its characters. */
  int size() {
    return name.length() + value.length() + 32;
  }
}
