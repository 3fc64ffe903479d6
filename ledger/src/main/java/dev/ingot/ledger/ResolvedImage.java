package dev.ingot.ledger;

/**
 * The image that a channel reference was resolved to when the release started.
 *
 * @param digest the image's digest, {@code sha256:...}
 * @param version the version's label, such as {@code v12}; may be empty
 */
public record ResolvedImage(String digest, String version) {}
