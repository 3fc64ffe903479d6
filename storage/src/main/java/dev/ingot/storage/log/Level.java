package dev.ingot.storage.log;

/** How much a line of a log matters, the least first. */
public enum Level {
  /** For whoever looks for a fault of the program. */
  DEBUG,
  /** What happened, as it should. */
  INFO,
  /** What may need someone's attention; the program goes on by itself. */
  WARN,
  /** What failed. */
  ERROR
}
