package dev.ingot.bake.docker;

/**
 * The name of an image as people write it.
 *
 * @param repository with the registry's host, if any
 * @param tag or digest; empty if none is written
 */
record ImageName(String repository, String tag) {
  private static final String OTHERS = "._-/:@";

  static ImageName parse(String text) {
    int at = text.indexOf('@');
    if (at >= 0) {
      return new ImageName(text.substring(0, at), text.substring(at + 1));
    }
    int colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/')
        ? new ImageName(text.substring(0, colon), text.substring(colon + 1))
        : new ImageName(text, "");
  }

  /** Whether a text can be a name; anything else would become part of another request. */
  static boolean isValid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && (OTHERS.indexOf(c) < 0 || i == 0)) {
        return false;
      }
    }
    return !text.isEmpty() && !text.contains("..");
  }
}
