package dev.ingot.rollout;

import java.util.List;

/**
 * Where a rollout writes down what happens before it acts on it, so that another process can go on
 * after this one has died.
 */
public interface RolloutLog {
  /**
   * Adds entries, all or none. They are durable when this returns.
   *
   * @throws RuntimeException if they can't be written; nothing is done then
   */
  void append(List<LogEntry> entries);

  /** Keeps nothing: for a rollout that changes nothing. */
  RolloutLog NONE = entries -> {};
}
