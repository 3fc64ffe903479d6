package dev.ingot.platform.rootfs;

import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A machine that exists only as long as this process needs it. If the process dies, the agent
 * removes it.
 */
public final class ThrowAwayMachine implements AutoCloseable {
  private final MachineClient machines;
  private final Machine machine;

  private ThrowAwayMachine(MachineClient machines, Machine machine) {
    this.machines = machines;
    this.machine = machine;
  }

  /**
   * Starts one.
   *
   * @param purpose the beginning of its id
   * @param specification makes its specification with these labels
   */
  public static ThrowAwayMachine start(
      MachineClient machines,
      String purpose,
      Function<Map<String, String>, MachineSpec> specification)
      throws PlatformException {
    String id = purpose + "-" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, String> owner =
        Map.of(MachineSpec.TEST_LABEL, ProcessOwner.current(purpose).toString());
    boolean started = false;
    try {
      Machine machine = machines.create(id, specification.apply(owner));
      started = true;
      return new ThrowAwayMachine(machines, machine);
    } finally {
      if (!started) {
        destroy(machines, id);
      }
    }
  }

  /** The machine as it was when it had started. */
  public Machine machine() {
    return machine;
  }

  /** Destroys it. */
  @Override
  public void close() throws PlatformException {
    destroy(machines, machine.id());
  }

  /** An interrupt must not prevent the machine's removal. */
  private static void destroy(MachineClient machines, String id) throws PlatformException {
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = machines.destroy(id);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
