package dev.ingot.registry.catalog;

/** How far a version has come. */
public enum VersionStatus {
  /** Being baked, or its bake has died. */
  RUNNING,
  /** Complete and usable. */
  ACTIVE,
  /** Its bake ended with errors. */
  FAILED,
  /** Its bake was stopped on purpose. */
  CANCELLED,
  /** Complete, but must not be used. */
  REVOKED
}
