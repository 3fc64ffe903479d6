package dev.ingot.state;

/**
 * What identifies an object in the system it lives in.
 *
 * @param schemaVersion the version of the identity's schema
 */
public record StoredIdentity(long schemaVersion, RawJson value) {}
