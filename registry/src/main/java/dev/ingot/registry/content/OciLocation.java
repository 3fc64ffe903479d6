package dev.ingot.registry.content;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An image in an OCI layout folder: {@code oci:PATH[:REFERENCE]}.
 *
 * @param folder the layout folder
 * @param reference the name in its {@code index.json}; without one, its only image is meant
 */
public record OciLocation(Path folder, Optional<String> reference) {
  private static final String SCHEME = "oci:";

  /**
   * Reads a location. The reference starts at the first colon after the scheme, as other tools have
   * it, so a folder can't have a colon in its path.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  public static OciLocation parse(String text) {
    if (!text.startsWith(SCHEME) || text.length() == SCHEME.length()) {
      throw new IllegalArgumentException("not an OCI layout (oci:PATH[:REFERENCE]): " + text);
    }
    String rest = text.substring(SCHEME.length());
    int colon = rest.indexOf(':');
    if (colon == 0) {
      throw new IllegalArgumentException("no folder in " + text);
    }
    return colon < 0
        ? new OciLocation(Path.of(rest), Optional.empty())
        : new OciLocation(
            Path.of(rest.substring(0, colon)),
            Optional.of(rest.substring(colon + 1)).filter(name -> !name.isEmpty()));
  }
}
