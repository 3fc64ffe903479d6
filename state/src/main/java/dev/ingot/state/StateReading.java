package dev.ingot.state;

import java.util.List;

/**
 * A state as it was found, with any leftover journal applied.
 *
 * @param exists whether there is a snapshot or a journal at all
 * @param unresolved changes begun whose outcome is not known
 * @param notices about how it was found
 */
public record StateReading(
    State state, boolean exists, List<Unresolved> unresolved, List<Notice> notices) {
  public StateReading {
    unresolved = List.copyOf(unresolved);
    notices = List.copyOf(notices);
  }
}
