package dev.ingot.state;

/**
 * Something a user should know about how a state was found: a leftover journal, a damaged record, a
 * restored snapshot.
 *
 * @param summary one line
 * @param detail what exactly and what to do
 */
public record Notice(Kind kind, String summary, String detail) {
  /** Severity. */
  public enum Kind {
    /** Recovered; nothing was lost. */
    RECOVERED,
    /** Something may be lost and needs attention. */
    DAMAGED
  }
}
