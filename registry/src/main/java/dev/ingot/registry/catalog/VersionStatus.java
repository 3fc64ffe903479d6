package dev.ingot.registry.catalog;

/** The status of a version. */
public enum VersionStatus {
  /** Being baked, or its bake has died. */
  RUNNING,
  /** Complete and usable. */
  ACTIVE,
  /** Its bake ended with errors. */
  FAILED,
  /** Its bake was cancelled. */
  CANCELLED,
  /** Complete, but must not be used. */
  REVOKED
}
