package dev.ingot.lang.schema;

/**
 * What people are told about a part of a schema.
 *
 * @param text the description; may be empty
 * @param format how the description is written
 * @param deprecated whether its use is discouraged
 * @param deprecationMessage what to use instead; may be empty
 */
public record Documentation(
    String text, Format format, boolean deprecated, String deprecationMessage) {
  /** How a description is written. */
  public enum Format {
    PLAIN,
    MARKDOWN
  }

  /** Nothing is said. */
  public static final Documentation NONE = new Documentation("", Format.PLAIN, false, "");

  /** A plain description. */
  public static Documentation of(String text) {
    return new Documentation(text, Format.PLAIN, false, "");
  }
}
