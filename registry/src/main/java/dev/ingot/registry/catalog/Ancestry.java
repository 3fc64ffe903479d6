package dev.ingot.registry.catalog;

/** Whether a version stands on the newest parent. */
public enum Ancestry {
  /** Its parent wasn't found through a channel of this registry. */
  UNDETERMINED,
  /** The channel still holds its parent. */
  UP_TO_DATE,
  /** The channel holds another version by now: bake again. */
  OUT_OF_DATE
}
