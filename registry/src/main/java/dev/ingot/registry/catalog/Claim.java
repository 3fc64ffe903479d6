package dev.ingot.registry.catalog;

/**
 * The right to bake a version, until another process takes over.
 *
 * @param versionId the version
 * @param owner who holds it
 * @param token increases with each takeover, to detect a former owner
 */
public record Claim(String versionId, String owner, long token) {}
