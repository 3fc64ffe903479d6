package dev.ingot.release;

/** The stages of a release, in order. */
public enum ReleaseStage {
  /** Files, settings and values of variables are read; nothing has been changed. */
  READ,
  /** Templates are baked; running machines are not touched. */
  BAKE,
  /** Channels move to the baked versions; running machines are not touched. */
  PROMOTE,
  /** Running machines are changed. */
  DEPLOY
}
