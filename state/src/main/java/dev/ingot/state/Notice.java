package dev.ingot.state;

/**
 * Something a user should know about how a state was found: a journal left behind, a damaged
 * record, a restored snapshot.
 *
 * @param summary one line
 * @param detail what exactly and what to do
 */
public record Notice(Kind kind, String summary, String detail) {
  /** How bad it is. */
  public enum Kind {
    /** Taken care of; nothing was lost. */
    RECOVERED,
    /** Something may have been lost; look at it. */
    DAMAGED
  }
}
