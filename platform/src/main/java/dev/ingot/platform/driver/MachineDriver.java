package dev.ingot.platform.driver;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * One way of running machines on this host. It keeps no state: its caller keeps a {@link
 * MachineHandle} for each machine, across restarts of its own. Safe for use by many threads; a
 * folder belongs to one machine.
 */
public interface MachineDriver {
  /** What it can do on this host. */
  JailCapability capability();

  /** A machine whose image is there and whose specification fits this host. */
  interface Prepared {
    /** What was requested and the host can't provide, in words. */
    List<String> notes();
  }

  /** The result of a start. */
  record Started(MachineHandle handle, List<String> notes) {
    public Started {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Does everything that can fail before a machine needs an address.
   *
   * @param folder where files of the machine may be put; it need not exist yet
   */
  Prepared prepare(MachineSpec spec, Path folder) throws PlatformException, InterruptedException;

  /**
   * Starts a machine, which keeps running when this process ends. After a failure {@link #abandon}
   * removes what is left.
   *
   * @param log the file its output is appended to; created by the driver, readable by its owner
   *     only
   */
  Started start(Machine machine, Prepared prepared, Path folder, Path log)
      throws PlatformException, IOException, InterruptedException;

  /** Runs a command in a machine and derives the verdict from its exit code. */
  Verdict exec(MachineHandle machine, Path folder, Check.Exec check)
      throws PlatformException, InterruptedException;

  /** How a machine ended whose outermost process is gone. */
  MachineState ended(MachineHandle machine, Path folder, Instant now);

  /** Ends a machine: asks its command to end, and kills everything after the grace period. */
  void stop(MachineHandle machine, Duration grace) throws InterruptedException;

  /** Releases what an ended machine still holds on this host. */
  void release(MachineHandle machine);

  /** Ends and releases whatever runs from the folder of an incomplete machine. */
  void abandon(Path folder);

  /** Releases what is left of all machines other than these. */
  void sweep(Collection<MachineHandle> machines);
}
