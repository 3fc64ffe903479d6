package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.state.Environments;
import dev.ingot.state.InstanceState;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.Unresolved;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Kills a writer at every boundary and looks at what is left. */
final class CrashTest {
  private static final Path FILE = Path.of("/deployment/terraform.tfstate");
  private static final int RESOURCES = 50;

  /** What an apply was told, which is what it may tell its user. */
  private static final class Witness {
    final Map<InstanceAddress, String> complete = new HashMap<>();
    final Set<InstanceAddress> begun = new HashSet<>();
    final Map<InstanceAddress, String> created = new HashMap<>();
  }

  private static LocalStateStore store(CrashingStorage storage) {
    return new LocalStateStore(StatePaths.of(FILE), storage, new FakeLocks(), Environments.fixed());
  }

  /** A block that was allocated and never written looks like damage: the user says to go on. */
  private static StateSession open(CrashingStorage storage) {
    LockRequest request = LockRequest.of("OperationTypeApply");
    try {
      return store(storage).open(request);
    } catch (JournalDamagedException _) {
      return store(storage).open(request.repairing());
    }
  }

  /** Creates what is not there yet, in two snapshots, the way an engine does. */
  private static void applyAll(CrashingStorage storage, Witness witness) {
    StateSession session = open(storage);
    for (Unresolved left : session.unresolved()) {
      InstanceAddress address = left.intent().address();
      String id = witness.created.get(address);
      session.settle(left, id == null ? List.of() : List.of(Samples.put(address, id)));
    }
    for (int i = 0; i < RESOURCES; i++) {
      InstanceAddress address = Samples.address("r", i);
      if (session.state().current(address).isPresent()) {
        continue;
      }
      String id = "id-" + i + "-" + witness.created.size();
      witness.begun.add(address);
      StateSession.Begun begun = session.begin(Samples.creation(address, id));
      witness.created.put(address, id);
      session.finish(begun, List.of(Samples.put(address, id)));
      witness.complete.put(address, id);
      if (i == RESOURCES / 2) {
        session.commit();
      }
    }
    session.close();
  }

  @Test
  void whateverWasReportedAsCompleteSurvivesACrashAtEveryBoundary() {
    SplittableRandom random = new SplittableRandom(42);
    CrashingStorage whole = CrashingStorage.lasting(random);
    applyAll(whole, new Witness());
    for (long boundary = 1; boundary <= whole.boundaries(); boundary++) {
      for (int chance = 0; chance < 3; chance++) {
        crashAt(boundary, random);
      }
    }
  }

  private static void crashAt(long boundary, SplittableRandom random) {
    Witness witness = new Witness();
    CrashingStorage storage = CrashingStorage.lasting(random).dyingAt(boundary);
    storage = crash(storage, witness);
    nothingIsLost(storage, witness, boundary);
    // Once more, while the first crash is being recovered from.
    storage = crash(storage.dyingAt(1 + random.nextInt(12)), witness);
    nothingIsLost(storage, witness, boundary);
    applyAll(storage, witness);
    State last = store(storage).read().state();
    assertThat(last.instances().count()).isEqualTo(RESOURCES);
    witness.created.forEach(
        (address, id) ->
            assertThat(last.instance(address).flatMap(InstanceState::current).map(Samples::id))
                .isEqualTo(Optional.of(id)));
    assertThat(storage.files())
        .noneMatch(file -> file.getFileName().toString().endsWith(".journal"));
  }

  private static CrashingStorage crash(CrashingStorage storage, Witness witness) {
    try {
      applyAll(storage, witness);
    } catch (CrashingStorage.Crash _) {
      return storage.afterCrash();
    }
    return storage.afterCrash();
  }

  private static void nothingIsLost(CrashingStorage storage, Witness witness, long boundary) {
    var reading = store(storage).read();
    witness.complete.forEach(
        (address, id) ->
            assertThat(
                    reading
                        .state()
                        .instance(address)
                        .flatMap(InstanceState::current)
                        .map(Samples::id))
                .as("%s after a crash at boundary %d", address, boundary)
                .isEqualTo(Optional.of(id)));
    Set<InstanceAddress> named = new HashSet<>();
    reading.unresolved().forEach(left -> named.add(left.intent().address()));
    for (InstanceAddress address : witness.created.keySet()) {
      assertThat(reading.state().instance(address).isPresent() || named.contains(address))
          .as("%s is in state or named after a crash at boundary %d", address, boundary)
          .isTrue();
    }
  }

  @Test
  void whatManyThreadsWereToldTogetherSurvivesACrashAtAnyBoundary() throws Exception {
    SplittableRandom random = new SplittableRandom(43);
    for (int round = 0; round < 60; round++) {
      CrashingStorage storage = CrashingStorage.lasting(random).dyingAt(5 + random.nextInt(60));
      Map<InstanceAddress, String> complete = new ConcurrentHashMap<>();
      StateSession session = store(storage).open(LockRequest.of("OperationTypeApply"));
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int thread = 0; thread < 8; thread++) {
          String name = "t" + thread;
          pool.execute(() -> createUntilDeath(session, name, complete));
        }
      }
      State found = store(storage.afterCrash()).read().state();
      complete.forEach(
          (address, id) ->
              assertThat(found.instance(address).flatMap(InstanceState::current).map(Samples::id))
                  .isEqualTo(Optional.of(id)));
    }
  }

  private static void createUntilDeath(
      StateSession session, String name, Map<InstanceAddress, String> complete) {
    try {
      for (int i = 0; i < RESOURCES; i++) {
        InstanceAddress address = Samples.address(name, i);
        String id = name + "-" + i;
        session.finish(
            session.begin(Samples.creation(address, id)), List.of(Samples.put(address, id)));
        complete.put(address, id);
      }
    } catch (CrashingStorage.Crash | StateException _) {
      // This thread is dead, or was told that nothing is written any more.
    }
  }
}
