package dev.ingot.platform.api;

import java.time.Instant;
import java.util.List;

/**
 * A machine of the embedded platform as it is now.
 *
 * @param id chosen by its creator
 * @param spec its specification
 * @param address its own loopback address (127.x.y.z)
 * @param createdAt when it was created
 * @param state what it is doing
 * @param mode how it is isolated
 * @param notes what the host could not provide (limits not in force, a user that can't be used)
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
