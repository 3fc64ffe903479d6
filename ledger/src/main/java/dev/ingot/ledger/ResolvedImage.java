package dev.ingot.ledger;

/**
 * What a channel reference stood for when the release started.
 *
 * @param digest the image's digest, {@code sha256:...}
 * @param version the version's label, such as {@code v12}; may be empty
 */
public record ResolvedImage(String digest, String version) {}
