package dev.ingot.registry.catalog;

/**
 * The right to bake a version, until somebody else takes over.
 *
 * @param versionId the version
 * @param owner who holds it
 * @param token rises with each taking over, so that a late former owner is told apart
 */
public record Claim(String versionId, String owner, long token) {}
