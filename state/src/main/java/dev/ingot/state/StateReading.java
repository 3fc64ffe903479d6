package dev.ingot.state;

import java.util.List;

/**
 * A state as it was found, with a journal left behind folded in.
 *
 * @param exists whether there is a snapshot or a journal at all
 * @param unresolved changes begun whose outcome is not known
 * @param notices what is to be said about how it was found
 */
public record StateReading(
    State state, boolean exists, List<Unresolved> unresolved, List<Notice> notices) {
  public StateReading {
    unresolved = List.copyOf(unresolved);
    notices = List.copyOf(notices);
  }
}
