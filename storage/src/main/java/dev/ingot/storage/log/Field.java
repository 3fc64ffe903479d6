package dev.ingot.storage.log;

/**
 * A key and value of a log line.
 *
 * @param key letters, digits, {@code _} and {@code .}; the same fact has the same key everywhere
 * @param value any text; quoted where necessary
 */
public record Field(String key, String value) {
  /** A fact whose value is a number, an address, or anything with a plain text form. */
  public static Field of(String key, Object value) {
    return new Field(key, value.toString());
  }
}
