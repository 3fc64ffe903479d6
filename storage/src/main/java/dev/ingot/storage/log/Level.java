package dev.ingot.storage.log;

/** The severity of a log line, lowest first. */
public enum Level {
  /** For debugging the program. */
  DEBUG,
  /** Normal events. */
  INFO,
  /** May need attention; the program continues. */
  WARN,
  /** A failure. */
  ERROR
}
