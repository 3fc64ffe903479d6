package dev.ingot.registry.content;

import java.util.Optional;

/**
 * The platform an image runs on, in Go's terms, as in the OCI image specification.
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 * @param variant such as {@code v8}
 */
public record Platform(String os, String architecture, Optional<String> variant) {
  /** Without a variant. */
  public Platform(String os, String architecture) {
    this(os, architecture, Optional.empty());
  }

  /**
   * Reads {@code os/architecture[/variant]}.
   *
   * @throws IllegalArgumentException if the text isn't that
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2
        || parts.length > 3
        || text.startsWith("/")
        || text.contains("//")
        || text.endsWith("/")) {
      throw new IllegalArgumentException("not a platform (os/architecture): " + text);
    }
    return new Platform(
        parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
  }

  /** Whether an image for the other platform runs here; a missing variant matches all variants. */
  public boolean accepts(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && (variant.isEmpty() || other.variant.isEmpty() || variant.equals(other.variant));
  }

  /** {@code os/architecture[/variant]}. */
  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(name -> "/" + name).orElse("");
  }
}
