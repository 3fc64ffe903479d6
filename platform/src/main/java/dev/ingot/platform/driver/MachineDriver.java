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
 * One way of making machines run on this host. It keeps nothing itself: who uses it keeps a {@link
 * MachineHandle} for each machine, also over its own end. Safe for use by many threads; a folder
 * belongs to one machine.
 */
public interface MachineDriver {
  /** What it can do on this host. */
  JailCapability capability();

  /** A machine whose image is there and whose specification fits this host. */
  interface Prepared {
    /** What the host can't give of what was asked for, for people. */
    List<String> notes();
  }

  /** What a start has made. */
  record Started(MachineHandle handle, List<String> notes) {
    public Started {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Does what can be done, and can fail, before a machine has an address.
   *
   * @param folder where files of the machine may be put; it need not exist yet
   */
  Prepared prepare(MachineSpec spec, Path folder) throws PlatformException, InterruptedException;

  /**
   * Starts a machine, which goes on when this process ends. When it fails, {@link #abandon} removes
   * what is left.
   *
   * @param log where its output is appended to; made by the driver, for its owner's eyes
   */
  Started start(Machine machine, Prepared prepared, Path folder, Path log)
      throws PlatformException, IOException, InterruptedException;

  /** Runs a command in a machine, to its end, and judges by its exit code. */
  Verdict exec(MachineHandle machine, Path folder, Check.Exec check)
      throws PlatformException, InterruptedException;

  /** How a machine ended whose holder is gone. */
  MachineState ended(MachineHandle machine, Path folder, Instant now);

  /** Ends a machine: asks its command to end, and ends all of it after the grace. */
  void stop(MachineHandle machine, Duration grace) throws InterruptedException;

  /** Lets go of what a machine that has ended still has of this host. */
  void release(MachineHandle machine);

  /** Ends and releases whatever runs from a folder of a machine that was only half made. */
  void abandon(Path folder);

  /** Releases what machines had that are none of these. */
  void sweep(Collection<MachineHandle> machines);
}
