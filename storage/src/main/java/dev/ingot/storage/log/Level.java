package dev.ingot.storage.log;

/** How much a line of a log matters, the least first. */
public enum Level {
  /** For whoever looks for a fault of the program. */
  DEBUG,
  /** What happened, as it should. */
  INFO,
  /** May need attention; the program continues. */
  WARN,
  /** What failed. */
  ERROR
}
