package dev.ingot.release;

/** The stages of the way, in order. */
public enum ReleaseStage {
  /** Files, settings and values of variables are read; nothing has been changed. */
  READ,
  /** Templates are baked; nothing that runs is touched. */
  BAKE,
  /** Channels follow what was baked; nothing that runs is touched. */
  PROMOTE,
  /** What runs is changed. */
  DEPLOY
}
