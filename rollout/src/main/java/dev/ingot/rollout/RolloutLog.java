package dev.ingot.rollout;

import java.util.List;

/**
 * The write-ahead log of a rollout: events are logged before they are acted on, so that another
 * process can resume if this one dies.
 */
public interface RolloutLog {
  /**
   * Adds entries, all or none. They are durable when this returns.
   *
   * @throws RuntimeException if they can't be written; no effect is run then
   */
  void append(List<LogEntry> entries);

  /** Discards entries: for a rollout that changes nothing. */
  RolloutLog NONE = entries -> {};
}
