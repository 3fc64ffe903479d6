package dev.ingot.rollout;

import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.RolloutCore;
import java.util.List;
import java.util.Optional;

/**
 * One entry of the log of a rollout. The entries from {@link Began} on give the state of the
 * rollout, since that is a function of the events.
 */
public sealed interface LogEntry {
  /**
   * A rollout begins.
   *
   * @param start its state before the first event
   */
  record Began(Rollout start) implements LogEntry {}

  /** Something happened that changed the state of the rollout. */
  record Happened(Event event) implements LogEntry {}

  /**
   * The state of the rollout that began last.
   *
   * @return empty if none has begun
   */
  static Optional<Rollout> replay(List<LogEntry> entries) {
    Optional<Rollout> state = Optional.empty();
    for (LogEntry entry : entries) {
      state =
          switch (entry) {
            case Began(Rollout start) -> Optional.of(start);
            case Happened(Event event) ->
                state.map(before -> RolloutCore.next(before, event).rollout());
          };
    }
    return state;
  }
}
