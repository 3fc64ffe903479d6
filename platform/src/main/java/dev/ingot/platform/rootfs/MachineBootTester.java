package dev.ingot.platform.rootfs;

import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.gate.BootTest;
import dev.ingot.bake.gate.BootTester;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.graph.Cancellation;
import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.storage.Digest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Boot tests on machines of the embedded platform: the image runs exactly as it will later. The
 * agent removes a machine whose testing process died.
 */
public final class MachineBootTester implements BootTester {
  private static final int LOG_LINES = 20;
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final MachineClient machines;
  private final Clock clock;

  /** Tests on the machines of an agent. */
  public MachineBootTester(MachineClient machines, Clock clock) {
    this.machines = machines;
    this.clock = clock;
  }

  @Override
  public BootReport run(Digest image, BootTest test, Cancellation cancellation)
      throws StepException, InterruptedException {
    String id = "boot-test-" + UUID.randomUUID().toString().substring(0, 8);
    try {
      try {
        Machine machine = machines.create(id, specification(image, test));
        return watch(machine, test, cancellation);
      } finally {
        destroy(id);
      }
    } catch (PlatformException e) {
      throw new StepException("The image can't be tested: " + e.describe());
    }
  }

  /** An interrupt must not prevent the machine's removal. */
  private void destroy(String id) throws PlatformException {
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = machines.destroy(id);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static MachineSpec specification(Digest image, BootTest test) {
    List<Integer> ports =
        switch (test.check()) {
          case Check.Http http -> List.of(http.port());
          case Check.Tcp tcp -> List.of(tcp.port());
          case Check.Exec _ -> List.of();
        };
    return new MachineSpec(
        "boot-test",
        new MachineRoot.Image(image.toString()),
        List.of(),
        test.environment(),
        Optional.empty(),
        Optional.empty(),
        ports,
        Limits.NONE,
        List.of(),
        Map.of(MachineSpec.TEST_LABEL, ProcessOwner.current("boot-test").toString()),
        GRACE);
  }

  private BootReport watch(Machine machine, BootTest test, Cancellation cancellation)
      throws PlatformException, InterruptedException {
    Check.Direct check = test.check();
    Instant began = clock.instant();
    Optional<Instant> wellSince = Optional.empty();
    while (true) {
      Verdict verdict = machines.probe(machine.id(), check);
      Instant now = clock.instant();
      Machine state = machines.find(machine.id()).orElse(machine);
      if (!state.isRunning()) {
        return failed(machine, verdict.asked(), "the machine " + state.state().predicate(), began);
      }
      if (verdict.isHealthy()) {
        Instant since = wellSince.orElse(now);
        wellSince = Optional.of(since);
        if (!Duration.between(since, now).minus(test.stayUp()).isNegative()) {
          return new BootReport.Passed(
              verdict.answered(),
              Duration.between(began, since),
              log(machine),
              Duration.between(began, now));
        }
      } else if (wellSince.isPresent()) {
        return failed(
            machine, verdict.asked(), verdict.answered() + " (after it had been healthy)", began);
      } else if (Duration.between(began, now).compareTo(test.within()) > 0) {
        return failed(machine, verdict.asked(), verdict.answered(), began);
      }
      if (cancellation.await(test.interval())) {
        throw new InterruptedException();
      }
    }
  }

  private BootReport failed(Machine machine, String asked, String answered, Instant began)
      throws PlatformException {
    return new BootReport.Failed(
        asked, answered, log(machine), Duration.between(began, clock.instant()));
  }

  private List<String> log(Machine machine) throws PlatformException {
    return machines.logs(machine.id(), LOG_LINES).text().lines().toList();
  }
}
