package dev.ingot.registry.catalog;

/** What to do about a version with a given fingerprint. */
public sealed interface BeginResult {
  /** The version. */
  Version version();

  /** It is already complete: use it. */
  record Existing(Version version) implements BeginResult {}

  /**
   * Bake it.
   *
   * @param claim the right to bake it
   * @param resumed whether an earlier bake of it died, failed or was cancelled; its finished builds
   *     stand in the version
   */
  record Claimed(Version version, Claim claim, boolean resumed) implements BeginResult {}

  /** Another process is baking it; {@link Lease} has its owner, start and expiry. */
  record Held(Version version, Lease lease) implements BeginResult {}

  /** It was complete, and was revoked: change the inputs, or restore it. */
  record Revoked(Version version, Revocation revocation) implements BeginResult {}
}
