package dev.ingot.state;

/**
 * A piece of JSON that has not been decoded: what is not looked at is neither decoded nor encoded
 * again.
 *
 * @param text one JSON value without blanks outside of strings; {@code StateFile} makes it so
 */
public record RawJson(String text) {
  public static final RawJson NULL = new RawJson("null");
  public static final RawJson EMPTY_LIST = new RawJson("[]");
  public static final RawJson EMPTY_OBJECT = new RawJson("{}");

  public RawJson {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("no JSON");
    }
  }

  /** Whether it is the JSON null. */
  public boolean isNull() {
    return text.equals("null");
  }
}
