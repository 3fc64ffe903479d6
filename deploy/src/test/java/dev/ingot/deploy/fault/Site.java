package dev.ingot.deploy.fault;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ApplyRequest;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.provider.Providers;
import dev.ingot.state.Environment;
import dev.ingot.state.InstanceState;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateReading;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.StoredAttributes;
import dev.ingot.state.format.JsonFields;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import dev.ingot.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** A machine on which the engine runs, its disk, and the cloud; all that outlives a process. */
final class Site {
  private static final Path STATE = Path.of("/deployment/terraform.tfstate");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  /** Something does not hold. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }

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
  private final SimulatedCloud cloud = new SimulatedCloud();
  private final FakeLocks locks = new FakeLocks();
  private CrashingStorage disk;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> unmanaged = new TreeSet<>();
  private final StringBuilder reported = new StringBuilder();
  private String lineage = "";
  private long serial;

  // Of the last run:
  private final List<Event.ApplyComplete> complete =
      Collections.synchronizedList(new ArrayList<>());
  private final List<String> errors = new ArrayList<>();
  private boolean died;

  Site(Faults faults, List<String> steps) {
    this.faults = faults;
    this.steps = steps;
    this.disk = CrashingStorage.lasting(faults.chance("disk"));
  }

  SimulatedCloud cloud() {
    return cloud;
  }

  private StateStore store(Storage storage) {
    return new LocalStateStore(
        StatePaths.of(STATE),
        storage,
        locks,
        new Environment(CLOCK, faults.chance("state"), "somebody@here", "Ingot 0.0.0", "1.11.4"));
  }

  private Setting setting() {
    return new Setting(
        Path.of("/deployment"),
        Path.of("/deployment"),
        Path.of("/home"),
        "default",
        CLOCK,
        faults.chance("engine"),
        FunctionTable.standard(),
        1);
  }

  private Providers providers(CrashingStorage running, Cancellation user) {
    return new Providers(
        Map.of(
            SimulatedProvider.address(SimulatedProvider.KEYED),
            () ->
                new SimulatedProvider(SimulatedProvider.KEYED, cloud, faults, running::kill, user),
            SimulatedProvider.address(SimulatedProvider.PLAIN),
            () ->
                new SimulatedProvider(
                    SimulatedProvider.PLAIN, cloud, faults, running::kill, user)));
  }

  /** Plans and applies in a process of its own. */
  void run(Map<String, String> files, PlanOptions options, boolean faulty) {
    complete.clear();
    errors.clear();
    died = false;
    steps.add(
        "run" + (faulty ? "" : " without faults") + (options.refresh() ? "" : ", no refresh"));
    int before = faults.happened().size();
    SplittableRandom chance = faults.chance("how");
    OfDisk fault = faulty ? OfDisk.values()[chance.nextInt(OfDisk.values().length)] : OfDisk.NONE;
    if (fault != OfDisk.NONE && !faults.happens("disk " + fault)) {
      fault = OfDisk.NONE;
    }
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
    try {
      apply(seen, running, files, options);
    } catch (CrashingStorage.Crash _) {
      died = true;
    } catch (StateException e) {
      say("error: " + e.getMessage());
      errors.add(String.valueOf(e.getMessage()));
    }
    disk = died && powerLost ? running.afterCrash() : running.afterKill();
    if (died) {
      locks.holderDied(STATE);
      steps.add(powerLost ? "  the power was lost" : "  it was killed");
    }
    steps.addAll(cloud.takeLog());
    faults.happened().stream().skip(before).map(each -> "  fault: " + each).forEach(steps::add);
  }

  private void say(String text) {
    reported.append(text.replace("\"", "")).append(" \n");
    steps.add("  said: " + text.replace("\n", "\n        "));
  }

  private void say(List<Diagnostic> diagnostics) {
    for (Diagnostic each : diagnostics) {
      String text =
          (each.isError() ? "error: " : "warning: ") + each.summary() + ": " + each.detail();
      say(text);
      if (each.isError()) {
        errors.add(text);
      }
    }
  }

  private StateSession open(Storage storage) {
    LockRequest request = LockRequest.of("OperationTypeApply");
    try {
      return store(storage).open(request);
    } catch (JournalDamagedException e) {
      say("error: " + e.getMessage());
      return store(storage).open(request.repairing());
    }
  }

  private void apply(
      Storage storage, CrashingStorage running, Map<String, String> files, PlanOptions options) {
    Result<Configuration> loaded = Configuration.load(files);
    if (loaded.hasErrors()) {
      throw new Broken("the configuration is wrong: " + loaded.diagnostics() + "\n" + files);
    }
    Cancellation user = new Cancellation();
    Providers providers = providers(running, user);
    Setting setting = setting();
    try (StateSession session = open(storage)) {
      session
          .notices()
          .forEach(notice -> say("notice: " + notice.summary() + ": " + notice.detail()));
      Recovery.Settled settled =
          Recovery.settle(session, loaded.get(), Map.of(), providers, setting);
      say(settled.diagnostics());
      settled.shown(session);
      Planner.Result planned =
          new Planner(providers, setting)
              .plan(loaded.get(), Map.of(), session.state().snapshot(), options, this::on, user);
      say(planned.diagnostics());
      if (planned.hasErrors() || user.isCancelled()) {
        return;
      }
      Plan plan = planned.plan().orElseThrow();
      for (ResourceChange change : plan.changes()) {
        if (change.action() != ChangeAction.NO_OP) {
          steps.add(
              "  planned: "
                  + change.action()
                  + " "
                  + change.address()
                  + change.deposed().map(key -> " deposed " + key).orElse(""));
        }
      }
      Result<ApplySession> opened =
          ApplySession.open(
              new ApplyRequest(
                  plan, session, providers, setting, this::on, (a, b, c, d, e) -> 0, user));
      say(opened.diagnostics());
      if (opened.value().isPresent()) {
        try (ApplySession applying = opened.value().get()) {
          ApplyResult result = applying.run();
          say(result.diagnostics());
          if (result.cancelled()) {
            errors.add("interrupted");
          }
        }
      }
    }
  }

  private void on(Event event) {
    switch (event) {
      case Event.ApplyComplete done -> {
        complete.add(done);
        steps.add("  " + done.action() + " complete: " + done.address() + " [" + done.id() + "]");
        boolean there = cloud.find(done.id()).isPresent();
        if (there == (done.action() == ChangeAction.DELETE)) {
          throw new AssertionError("reported as complete and isn't: " + done);
        }
      }
      case Event.ApplyErrored failed -> steps.add("  failed: " + failed.address());
      case Event.ApplyStart _,
          Event.RefreshStart _,
          Event.RefreshComplete _,
          Event.ImportPrepare _,
          Event.ImportStart _,
          Event.ImportComplete _,
          Event.ReadStart _,
          Event.ReadComplete _,
          Event.ReadErrored _,
          Event.EphemeralDeferred _,
          Event.EphemeralStart _,
          Event.EphemeralProgress _,
          Event.EphemeralComplete _,
          Event.EphemeralErrored _,
          Event.ApplyProgress _,
          Event.ProvisionStart _,
          Event.ProvisionOutput _,
          Event.ProvisionComplete _,
          Event.ProvisionErrored _ -> {}
    }
  }

  /** The objects of these resources may go from the state and stay in the cloud. */
  void forget(List<String> resources) {
    State state = store(disk).read().state();
    ids(state)
        .forEach(
            (id, address) -> {
              if (resources.contains(address.resource().toString())) {
                unmanaged.add(id);
              }
            });
  }

  private static Map<String, InstanceAddress> ids(State state) {
    Map<String, InstanceAddress> ids = new LinkedHashMap<>();
    state
        .instances()
        .forEach(
            address -> {
              InstanceState instance = state.instance(address).orElseThrow();
              instance.current().flatMap(Site::id).ifPresent(id -> ids.put(id, address));
              instance
                  .deposed()
                  .values()
                  .forEach(object -> id(object).ifPresent(id -> ids.put(id, address)));
            });
    return ids;
  }

  private static Optional<String> id(ObjectState object) {
    return object.attributes() instanceof StoredAttributes.Json(var json)
        ? JsonFields.text(json, "id")
        : Optional.empty();
  }

  /** What holds after every run, however it ended. */
  void check() {
    StateReading reading = store(disk).read();
    Map<String, InstanceAddress> stored = ids(reading.state());
    steps.add("  state " + reading.state().serial() + ": " + stored);
    Map<String, ChangeAction> last = new LinkedHashMap<>();
    complete.forEach(done -> last.put(done.id(), done.action()));
    last.forEach(
        (id, action) -> {
          if (stored.containsKey(id) == (action == ChangeAction.DELETE)) {
            throw new Broken(
                action + " of " + id + " was reported as complete; the state says otherwise");
          }
        });
    Set<String> open = new TreeSet<>();
    reading
        .unresolved()
        .forEach(left -> open.add(left.intent().address().toString().replace("\"", "")));
    cloud
        .there()
        .forEach(
            (id, bornAs) -> {
              boolean named = open.contains(bornAs) || reported.indexOf(" " + bornAs + " ") >= 0;
              boolean byHand = cloud.isByHand(id) && !known.contains(id);
              if (!stored.containsKey(id) && !named && !unmanaged.contains(id) && !byHand) {
                throw new Broken(id + ", made as " + bornAs + ", is lost");
              }
              if (known.contains(id) && !stored.containsKey(id) && !unmanaged.contains(id)) {
                throw new Broken(id + ", which was in the state, is lost");
              }
            });
    known.addAll(stored.keySet());
    if (reading.exists()) {
      if (!lineage.isEmpty() && !reading.state().lineage().equals(lineage)) {
        throw new Broken("another lineage");
      }
      if (reading.state().serial() < serial) {
        throw new Broken("the serial fell from " + serial + " to " + reading.state().serial());
      }
      lineage = reading.state().lineage();
      serial = reading.state().serial();
    }
  }

  /** What holds after a run without faults. */
  void requireSettled(Map<String, String> files, PlanOptions options, int instances) {
    if (!errors.isEmpty()) {
      throw new Broken("without faults there were errors: " + errors);
    }
    StateReading reading = store(disk).read();
    if (!reading.unresolved().isEmpty()) {
      throw new Broken("still unresolved: " + reading.unresolved());
    }
    int stored = ids(reading.state()).size();
    if (stored != instances) {
      throw new Broken(stored + " objects instead of " + instances);
    }
    for (Path file : disk.files()) {
      if (!file.equals(STATE)
          && !file.toString().contains("backup")
          && !file.toString().contains(".journal.")
          && !file.toString().contains(".tmp")) {
        throw new Broken("left behind: " + file);
      }
    }
    Cancellation user = new Cancellation();
    Planner.Result again =
        new Planner(providers(disk, user), setting())
            .plan(
                Configuration.load(files).get(),
                Map.of(),
                reading.state(),
                options,
                event -> {},
                user);
    if (again.hasErrors() || again.plan().orElseThrow().hasChanges()) {
      throw new Broken(
          "the second plan is not empty: "
              + again.diagnostics()
              + again
                  .plan()
                  .map(
                      plan ->
                          plan.changes().stream()
                              .filter(change -> change.action() != ChangeAction.NO_OP)
                              .map(change -> change.action() + " " + change.address())
                              .toList()
                              .toString())
                  .orElse(""));
    }
  }
}
