package dev.ingot.platform.agent;

import dev.ingot.bake.journal.KilledBakes;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.platform.machine.Machines;
import dev.ingot.platform.program.ProgramCopy;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Periodic cleanup by the agent: leftovers of killed commands, and files that are too old. */
final class Housekeeping {
  private static final Duration FILES = Duration.ofHours(1);
  private static final Duration BAKES = Duration.ofMinutes(1);

  /** Longer than any bake, which uses layers without having a machine. */
  private static final Duration UNUSED = Duration.ofDays(2);

  private final Machines machines;
  private final RegistryImages images;
  private final KilledBakes bakes;
  private final Path platform;
  private final Processes processes;
  private final Log log;
  private final Clock clock;
  private Instant filesAt = Instant.EPOCH;
  private Instant bakesAt = Instant.EPOCH;

  Housekeeping(
      Machines machines,
      RegistryImages images,
      KilledBakes bakes,
      Path platform,
      Processes processes,
      Log log,
      Clock clock) {
    this.machines = machines;
    this.images = images;
    this.bakes = bakes;
    this.platform = platform;
    this.processes = processes;
    this.log = log;
    this.clock = clock;
  }

  /** Runs every cleanup; what fails is tried again next time. */
  void run() throws InterruptedException {
    machines.sweep();
    removeTests();
    boolean hourly = !filesAt.plus(FILES).isAfter(clock.instant());
    if (!bakesAt.plus(BAKES).isAfter(clock.instant())) {
      bakesAt = clock.instant();
      removeBakes(hourly);
    }
    if (hourly) {
      filesAt = clock.instant();
      removeRoots();
      removePrograms();
    }
  }

  /** What can't be removed is tried every time, and told less often. */
  private void removeBakes(boolean tell) throws InterruptedException {
    KilledBakes.Report report = bakes.remove();
    report
        .removed()
        .forEach(what -> log.info("left by a killed bake, removed", new Field("what", what)));
    if (tell) {
      report
          .remaining()
          .forEach(what -> log.warn("left by a killed bake", new Field("what", what)));
    }
  }

  /** Ends all machines: once their home is gone, nobody could find them. */
  void endMachines() throws InterruptedException {
    for (Machine machine : machines.list()) {
      remove(machine, "its home was removed");
    }
  }

  /** A machine made for a test is removed when the testing command has died. */
  private void removeTests() throws InterruptedException {
    for (Machine machine : machines.list()) {
      String owner = machine.spec().labels().getOrDefault(MachineSpec.TEST_LABEL, "");
      if (ProcessOwner.isDead(owner)) {
        remove(machine, "the command that tested it has died");
      }
    }
  }

  private void remove(Machine machine, String why) throws InterruptedException {
    try {
      boolean _ = machines.destroy(machine.id());
      log.info("machine was removed", new Field("machine", machine.id()), new Field("why", why));
    } catch (PlatformException e) {
      log.error(
          "machine can't be removed",
          new Field("machine", machine.id()),
          new Field("why", e.describe()));
    }
  }

  private void removePrograms() {
    try {
      ProgramCopy.removeUnused(platform, processes, clock.instant().minus(FILES));
    } catch (IOException e) {
      log.warn("copies of programs can't be removed", Field.of("why", e));
    }
  }

  private void removeRoots() {
    try {
      images.removeUnused(machines.images(), clock.instant().minus(UNUSED));
    } catch (IOException e) {
      log.warn("unused layers can't be removed", Field.of("why", e));
    }
  }
}
