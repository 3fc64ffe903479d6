package dev.ingot.registry.catalog;

/** The status of a version. */
public enum VersionStatus {
  /** Being baked, or its bake has died. */
  RUNNING,
  /** Complete and usable. */
  ACTIVE,
  /** Complete and usable by its name, but on its way out. */
  DEPRECATED,
  /** Complete, but no longer usable: it is deleted next. */
  DISABLED,
  /** Its bake ended with errors. */
  FAILED,
  /** Its bake was cancelled. */
  CANCELLED,
  /** Complete, but must not be used. */
  REVOKED
}
