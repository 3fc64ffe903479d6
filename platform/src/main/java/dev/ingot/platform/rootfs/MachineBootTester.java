package dev.ingot.platform.rootfs;

import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.gate.BootTest;
import dev.ingot.bake.gate.BootTester;
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
    try (ThrowAwayMachine thrown =
        ThrowAwayMachine.start(machines, "boot-test", owner -> specification(image, test, owner))) {
      return watch(thrown.machine(), test, cancellation);
    } catch (PlatformException e) {
      throw new StepException("The image can't be tested: " + e.describe());
    }
  }

  private static MachineSpec specification(Digest image, BootTest test, Map<String, String> owner) {
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
        owner,
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
