package dev.ingot.deploy.fault;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.state.StatePush;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.provider.Providers;
import dev.ingot.state.Environment;
import dev.ingot.state.LockRequest;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.state.session.SessionStateStore;
import dev.ingot.storage.CrashingStorage;
import dev.ingot.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The machines on which the engine runs, their disks, the cloud, and where the state is: on the one
 * machine there is, or in a backend that two of them use. All of it outlives a process.
 */
final class Site {
  private static final Path STATE = Path.of("/deployment/terraform.tfstate");
  private static final Path JOURNAL = Path.of("/deployment/.terraform/journals/default");
  private static final Path ERRORED = Path.of("/deployment/errored.tfstate");

  /** What happens to the disk, or to the process while it uses it. */
  private enum OfDisk {
    NONE,
    DIES,
    LOSES_POWER,
    FULL,
    FAILS
  }

  private final Faults faults;
  private final List<String> steps;
  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedCloud cloud = new SimulatedCloud();
  private final Optional<SimulatedBackend> backend;
  private final FakeLocks locks = new FakeLocks();
  private final List<CrashingStorage> disks = new ArrayList<>();
  private final Findings findings;
  private int processes;
  private List<SimulatedProcess> last = List.of();

  Site(Faults faults, List<String> steps, boolean remote) {
    this.faults = faults;
    this.steps = steps;
    this.backend = remote ? Optional.of(new SimulatedBackend(clock)) : Optional.empty();
    this.findings = new Findings(cloud, remote);
    for (int machine = 0; machine < (remote ? 2 : 1); machine++) {
      disks.add(CrashingStorage.lasting(faults.chance("disk " + machine)));
    }
  }

  SimulatedCloud cloud() {
    return cloud;
  }

  SimulatedClock clock() {
    return clock;
  }

  void say(String text) {
    findings.say(text);
    note("said: " + text.replace("\n", "\n        "));
  }

  void note(String step) {
    steps.add("  " + step);
  }

  private StateStore store(
      Storage disk, SimulatedProvider.Death death, Runnable other, String process) {
    Environment environment =
        new Environment(
            clock, faults.chance("state of " + process), process, "Ingot 0.0.0", "1.11.4");
    if (backend.isEmpty()) {
      return new LocalStateStore(StatePaths.of(STATE), disk, locks, environment);
    }
    SimulatedBackend.Client client = backend.get().new Client(faults, death, other);
    return new SessionStateStore("default", client, client, client, JOURNAL, disk, environment)
        .leaving(Optional.of(ERRORED));
  }

  private StateReading reading(int machine) {
    CrashingStorage disk = disks.get(machine);
    StateReading[] found = new StateReading[1];
    faults.quietly(() -> found[0] = store(disk, disk::kill, () -> {}, "a reader").read());
    return found[0];
  }

  private Setting setting(String process) {
    return new Setting(
        Path.of("/deployment"),
        Path.of("/deployment"),
        Path.of("/home"),
        "default",
        clock,
        faults.chance("engine of " + process),
        FunctionTable.standard(),
        1);
  }

  private Providers providers(SimulatedProvider.Death death, Cancellation user) {
    return new Providers(
        Map.of(
            SimulatedProvider.address(SimulatedProvider.KEYED),
            () -> new SimulatedProvider(SimulatedProvider.KEYED, cloud, faults, death, user),
            SimulatedProvider.address(SimulatedProvider.PLAIN),
            () -> new SimulatedProvider(SimulatedProvider.PLAIN, cloud, faults, death, user)));
  }

  private SimulatedProcess process(
      Storage seen, CrashingStorage running, Runnable other, String name) {
    Cancellation user = new Cancellation();
    return new SimulatedProcess(
        this,
        store(seen, running::kill, other, name),
        providers(running::kill, user),
        setting(name),
        user);
  }

  /** Plans and applies in a process that anything may happen to. */
  void runUnderFaults(Map<String, String> files, PlanOptions options) {
    SplittableRandom chance = faults.chance("how");
    int machine = disks.size() > 1 && chance.nextInt(4) == 0 ? 1 : 0;
    steps.add("run on machine " + machine + (options.refresh() ? "" : ", no refresh"));
    int before = faults.happened().size();
    OfDisk fault = OfDisk.values()[chance.nextInt(OfDisk.values().length)];
    if (fault != OfDisk.NONE && !faults.happens("disk " + fault)) {
      fault = OfDisk.NONE;
    }
    CrashingStorage disk = disks.get(machine);
    long boundary = chance.nextInt(1, List.of(12, 40, 120).get(chance.nextInt(3)));
    CrashingStorage running =
        switch (fault) {
          case NONE, FAILS -> disk.afterKill();
          case DIES, LOSES_POWER -> disk.dyingAt(boundary);
          case FULL -> disk.fullAfter(boundary * 100);
        };
    Storage seen =
        fault == OfDisk.FAILS
            ? new FailingDisk(running, 2 * boundary, chance.nextInt(1, 6))
            : running;
    boolean powerLost =
        fault == OfDisk.LOSES_POWER || (fault != OfDisk.DIES && chance.nextBoolean());
    List<SimulatedProcess> all = new ArrayList<>();
    Runnable other = () -> faults.quietly(() -> all.add(ended(1 - machine, files, options)));
    SimulatedProcess process = process(seen, running, other, "process " + ++processes);
    Optional<byte[]> leftBefore = disk.read(ERRORED);
    process.run(files, options);
    all.add(process);
    disks.set(machine, process.died() && powerLost ? running.afterCrash() : running.afterKill());
    if (process.died()) {
      locks.holderDied(STATE);
      note(powerLost ? "the power was lost" : "it was killed");
    }
    last = all;
    if (!process.died() && chance.nextInt(3) == 0) {
      disks
          .get(machine)
          .read(ERRORED)
          // One of an earlier run is older than the journal, which the user keeps then.
          .filter(left -> !leftBefore.map(older -> Arrays.equals(older, left)).orElse(false))
          .ifPresent(left -> pushWhatWasLeft(machine, left));
    }
    steps.addAll(cloud.takeLog());
    faults.happened().stream().skip(before).forEach(each -> note("fault: " + each));
  }

  /** The next run begins in a new folder; of the old one only the state that was left is kept. */
  private void pushWhatWasLeft(int machine, byte[] left) {
    if (backend.isEmpty()) {
      return;
    }
    note("only errored.tfstate is kept, and pushed");
    clock.pass(SimulatedBackend.LEASE);
    CrashingStorage fresh = CrashingStorage.lasting(faults.chance("new disk"));
    disks.set(machine, fresh);
    State pushed = StateFile.read(left, "test");
    faults.quietly(
        () -> {
          StateStore store = store(fresh, fresh::kill, () -> {}, "who pushes " + processes);
          try (StateSession session = store.open(LockRequest.of("OperationTypePush"))) {
            Optional<String> refusal = StatePush.refusal(session.state().snapshot(), pushed);
            refusal.ifPresent(this::say);
            if (refusal.isPresent()) {
              // The file is there for the user to read.
              Findings.ids(pushed).keySet().forEach(id -> say("(id " + id + ")"));
            } else {
              StatePush.apply(session, pushed);
              findings.pushed();
            }
          }
        });
  }

  /** Plans and applies in a process that nothing happens to. */
  private SimulatedProcess ended(int machine, Map<String, String> files, PlanOptions options) {
    steps.add("run on machine " + machine + " without faults");
    CrashingStorage running = disks.get(machine).afterKill();
    SimulatedProcess process =
        process(running, running, () -> {}, "process " + ++processes + " without faults");
    process.run(files, options);
    disks.set(machine, running.afterKill());
    steps.addAll(cloud.takeLog());
    return process;
  }

  /** The same on every machine, one after the other: there is nothing to do then. */
  void runWithoutFaults(Map<String, String> files, PlanOptions options) {
    last = new ArrayList<>();
    for (int machine = 0; machine < disks.size(); machine++) {
      SimulatedProcess process = ended(machine, files, options);
      if (!process.errors().isEmpty()) {
        throw new Broken("without faults there were errors: " + process.errors());
      }
      last.add(process);
    }
  }

  /** The objects of these resources may go from the state and stay in the cloud. */
  void forget(List<String> resources) {
    for (int machine = 0; machine < disks.size(); machine++) {
      findings.forget(reading(machine).state(), resources);
    }
  }

  /** What holds after every run, however it ended. */
  void check() {
    List<StateReading> readings = new ArrayList<>();
    for (int machine = 0; machine < disks.size(); machine++) {
      readings.add(reading(machine));
    }
    Optional<State> snapshot =
        backend.isPresent()
            ? backend.get().content().map(bytes -> StateFile.read(bytes, "test"))
            : readings.stream().filter(StateReading::exists).map(StateReading::state).findFirst();
    for (StateReading reading : readings) {
      Map<String, InstanceAddress> ids = Findings.ids(reading.state());
      note("state " + reading.state().serial() + ": " + ids);
    }
    findings.check(readings, snapshot, last);
  }

  /** What holds after a run without faults. */
  void requireSettled(Map<String, String> files, PlanOptions options, int instances) {
    for (int machine = 0; machine < disks.size(); machine++) {
      StateReading reading = reading(machine);
      if (!reading.unresolved().isEmpty()) {
        throw new Broken("still unresolved: " + reading.unresolved());
      }
      int stored = Findings.ids(reading.state()).size();
      if (stored != instances) {
        throw new Broken(stored + " objects instead of " + instances);
      }
      for (Path file : disks.get(machine).files()) {
        if (file.equals(JOURNAL) || file.toString().endsWith(".journal")) {
          throw new Broken("left behind: " + file);
        }
      }
      requireNothingToDo(reading.state(), files, options);
    }
  }

  private void requireNothingToDo(State state, Map<String, String> files, PlanOptions options) {
    Cancellation user = new Cancellation();
    Planner.Result again =
        new Planner(providers(disks.getFirst()::kill, user), setting("the end"))
            .plan(Configuration.load(files).get(), Map.of(), state, options, event -> {}, user);
    if (again.hasErrors() || again.plan().orElseThrow().hasChanges()) {
      List<String> changes = new ArrayList<>();
      again
          .plan()
          .ifPresent(
              plan ->
                  plan.changes().stream()
                      .filter(change -> change.action() != ChangeAction.NO_OP)
                      .forEach(change -> changes.add(change.action() + " " + change.address())));
      throw new Broken("the second plan is not empty: " + again.diagnostics() + changes);
    }
  }
}
