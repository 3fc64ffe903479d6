package dev.ingot.lang.schema;

/**
 * The documentation of a part of a schema.
 *
 * @param text the description; may be empty
 * @param format how the description is written
 * @param deprecated whether its use is discouraged
 * @param deprecationMessage what to use instead; may be empty
 */
public record Documentation(
    String text, Format format, boolean deprecated, String deprecationMessage) {
  /** The format of a description. */
  public enum Format {
    PLAIN,
    MARKDOWN
  }

  /** No documentation. */
  public static final Documentation NONE = new Documentation("", Format.PLAIN, false, "");

  /** A plain description. */
  public static Documentation of(String text) {
    return new Documentation(text, Format.PLAIN, false, "");
  }
}
