package dev.ingot.state.remote;

import dev.ingot.state.StateException;

/** A state is no longer the one that was read. */
public final class SnapshotConflict {
  private SnapshotConflict() {}

  /** Says so, and that nothing was lost. */
  public static StateException at(String location) {
    return new StateException(
        "The state "
            + location
            + " was changed by another program meanwhile. It was not overwritten.");
  }
}
