package dev.ingot.platform.api;

import java.time.Instant;
import java.util.List;

/**
 * A machine of the embedded platform as it is now.
 *
 * @param id given by whoever created it
 * @param spec what it was created from
 * @param address its own loopback address (127.x.y.z)
 * @param createdAt when
 * @param state what it is doing
 * @param mode how it is isolated
 * @param notes what the host could not give (limits not in force, a user that could not be taken)
 */
public record Machine(
    String id,
    MachineSpec spec,
    String address,
    Instant createdAt,
    MachineState state,
    JailMode mode,
    List<String> notes) {
  public Machine {
    notes = List.copyOf(notes);
  }

  /** Whether its command runs. */
  public boolean isRunning() {
    return state instanceof MachineState.Running;
  }
}
