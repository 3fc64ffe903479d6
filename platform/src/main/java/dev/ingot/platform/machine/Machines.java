package dev.ingot.platform.machine;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.LogChunk;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.driver.jail.Cgroups;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailExit;
import dev.ingot.platform.driver.jail.JailProcess;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.ImageSource;
import dev.ingot.platform.probe.NetworkProber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machines of one agent. */
public final class Machines {
  private static final int MAX_PROBE_OUTPUT = 200;

  /** A command that can't run ends within this; who creates a machine wants to hear of it then. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);

  private final MachineStore store;
  private final MachinePlan plan;
  private final AddressPool addresses;
  private final Jail jail;
  private final Cgroups cgroups;
  private final Processes processes;
  private final NetworkProber prober;
  private final Clock clock;
  private final String fingerprint;
  private final Limits defaults;
  private final Map<String, MachineRecord> records = new ConcurrentHashMap<>();
  private final NamedLocks locks = new NamedLocks();
  private final ReentrantLock addressLock = new ReentrantLock();
  private final LogLimit logs;

  /**
   * Machines of a home.
   *
   * @param images where roots come from
   * @param volumeExists whether a volume of this name is there
   * @param logs keeps what machines print within bounds
   */
  public Machines(
      AgentHome home,
      ImageSource images,
      Predicate<String> volumeExists,
      Jail jail,
      Cgroups cgroups,
      Processes processes,
      NetworkProber prober,
      LogLimit logs,
      Clock clock) {
    this.logs = logs;
    this.store = new MachineStore(home.platform());
    this.plan =
        new MachinePlan(
            images, home.platform().resolve("volumes"), volumeExists, jail.capability());
    this.addresses = new AddressPool(home.platform().resolve("next-address"), home.fingerprint());
    this.jail = jail;
    this.cgroups = cgroups;
    this.processes = processes;
    this.prober = prober;
    this.clock = clock;
    this.fingerprint = home.fingerprint();
    this.defaults = DefaultLimits.of(Path.of("/proc"));
  }

  /**
   * Takes up the machines an earlier agent left: those that run go on, those that ended meanwhile
   * are told as such, those that were only half made are removed.
   */
  public void adopt() throws PlatformException {
    try {
      for (String id : store.ids()) {
        Optional<MachineRecord> record = store.load(id);
        if (record.isEmpty() || record.get().process().isEmpty()) {
          abandon(id, record);
        } else {
          records.put(id, record.get());
          logs.watch(store.log(id));
          if (record.get().ended().isEmpty()) {
            watch(record.get());
          }
        }
      }
      store.sweepRetired(clock.instant());
      cgroups.sweep(
          "ingot-" + fingerprint + "-",
          records.values().stream()
              .flatMap(record -> record.controlGroups().stream())
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw FileFailures.of("can't read the machines of an earlier agent", e);
    }
  }

  private void abandon(String id, Optional<MachineRecord> record) throws IOException {
    String script = store.runDirectory(id).toAbsolutePath().resolve("jail.sh").toString();
    processes.withCommandLine(script).forEach(processes::kill);
    record.ifPresent(r -> Cgroups.remove(r.controlGroups()));
    store.delete(id);
  }

  /**
   * Creates and starts a machine. The same id with the same specification again gives the machine
   * that is there.
   */
  public Machine create(String id, MachineSpec spec)
      throws PlatformException, InterruptedException {
    MachineRules.check(id, spec);
    try (NamedLocks.Held _ = locks.hold(id)) {
      MachineRecord present = records.get(id);
      if (present != null) {
        if (present.spec().equals(spec)) {
          return current(present).machine();
        }
        throw new PlatformException(
            Code.CONFLICT,
            "machine " + id + " exists and was made from something else",
            "Machines are immutable: create one with another id and destroy this one.");
      }
      return start(id, spec);
    } catch (IOException e) {
      throw FileFailures.of("can't create machine " + id, e);
    }
  }

  private Machine start(String id, MachineSpec spec)
      throws IOException, PlatformException, InterruptedException {
    Path run = store.runDirectory(id);
    boolean done = false;
    Cgroups.Slot slot = Cgroups.Slot.none();
    try {
      MachinePlan.Ready ready = plan.prepare(spec, run);
      Files.createDirectories(run);
      slot = cgroups.create("ingot-" + fingerprint + "-" + id, spec.limits(), defaults);
      List<String> notes = new ArrayList<>(ready.notes());
      notes.addAll(slot.notes());
      MachineRecord record = reserve(id, spec, slot, notes, ready);
      JailSpec jailSpec = plan.jail(record.machine(), ready, run);
      MachineRecord withEnvironment =
          new MachineRecord(
              id,
              spec,
              record.address(),
              record.createdAt(),
              record.mode(),
              Optional.empty(),
              Optional.empty(),
              record.controlGroups(),
              jailSpec.environment(),
              notes);
      ownLog(store.log(id), jailSpec);
      logs.watch(store.log(id));
      JailProcess process = jail.start(jailSpec, slot, store.log(id));
      MachineRecord started = withEnvironment.started(process);
      store.save(started);
      records.put(id, started);
      done = true;
      watch(started);
      firstLook(process.holder());
      return current(started).machine();
    } finally {
      if (!done) {
        abandon(id, Optional.empty());
        Cgroups.remove(slot.directories());
        records.remove(id);
      }
    }
  }

  /** Images that log to /dev/stdout open it again, as the user they run as. */
  private void ownLog(Path log, JailSpec jailSpec) throws IOException {
    Files.write(log, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
    if (jailSpec.user().isPresent() && jail.capability().mode() != JailMode.USER_NAMESPACE) {
      Files.setAttribute(log, "unix:uid", (int) jailSpec.user().get().uid());
      Files.setAttribute(log, "unix:gid", (int) jailSpec.user().get().gid());
    }
  }

  private MachineRecord reserve(
      String id, MachineSpec spec, Cgroups.Slot slot, List<String> notes, MachinePlan.Ready ready)
      throws IOException, PlatformException {
    addressLock.lock();
    try {
      Set<String> taken =
          records.values().stream().map(MachineRecord::address).collect(Collectors.toSet());
      MachineRecord record =
          new MachineRecord(
              id,
              spec,
              addresses.next(taken),
              clock.instant(),
              ready.mode(),
              Optional.empty(),
              Optional.empty(),
              slot.directories(),
              Map.of(),
              notes);
      store.save(record);
      return record;
    } finally {
      addressLock.unlock();
    }
  }

  private void watch(MachineRecord record) {
    JailProcess process = record.process().orElseThrow();
    Thread.ofVirtual()
        .name("watch-" + record.id())
        .start(
            () -> {
              try {
                awaitEnd(process.holder());
                ended(record.id());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void firstLook(ProcessIdentity holder) throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(holder.pid());
    if (handle.isPresent()) {
      try {
        handle.get().onExit().get(FIRST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
        // It runs, as it should.
        return;
      }
    }
  }

  private void awaitEnd(ProcessIdentity holder) throws InterruptedException {
    while (processes.isAlive(holder)) {
      Optional<ProcessHandle> handle = ProcessHandle.of(holder.pid());
      if (handle.isEmpty()) {
        return;
      }
      try {
        handle.get().onExit().get(1, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
        // A zombie nobody asks for counts as alive to the handle, so it is looked at again.
        assert holder.pid() > 0;
      }
    }
  }

  /** Notes the end of a machine whose process is gone. */
  private void ended(String id) throws InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      MachineRecord record = records.get(id);
      if (record != null) {
        var _ = current(record);
      }
    }
  }

  /** The record as the processes are now. */
  private MachineRecord current(MachineRecord record) {
    if (record.ended().isPresent()
        || record.process().isEmpty()
        || processes.isAlive(record.process().get().holder())) {
      return record;
    }
    Optional<Integer> code = Jail.exitCode(store.runDirectory(record.id()));
    boolean memory = Cgroups.wasOutOfMemory(record.controlGroups());
    Optional<String> reason =
        memory ? Optional.of("its memory limit was reached") : Optional.empty();
    MachineState state =
        code.<MachineState>map(c -> new MachineState.Exited(c, clock.instant(), reason))
            .orElse(
                new MachineState.Unknown(
                    "its processes were killed from outside, or the host was restarted"));
    MachineRecord ended = record.ended(state);
    records.replace(record.id(), record, ended);
    try {
      store.save(ended);
    } catch (IOException e) {
      // The processes are gone either way; the next look finds that again.
      return ended;
    }
    return ended;
  }

  /** A machine, if it is there. */
  public Optional<Machine> find(String id) {
    return Optional.ofNullable(records.get(id)).map(record -> current(record).machine());
  }

  /** All machines, by id. */
  public List<Machine> list() {
    return records.values().stream()
        .map(record -> current(record).machine())
        .sorted(Comparator.comparing(Machine::id))
        .toList();
  }

  /** The digests of the images machines were made from. */
  public Set<String> images() {
    return records.values().stream()
        .flatMap(
            record ->
                record.spec().root() instanceof MachineRoot.Image(String digest)
                    ? Stream.of(digest)
                    : Stream.empty())
        .collect(Collectors.toSet());
  }

  /** Ids of the machines that have a volume mounted. */
  public List<String> withVolume(String volume) {
    return records.values().stream()
        .filter(
            record ->
                record.spec().volumes().stream().anyMatch(mount -> mount.volume().equals(volume)))
        .map(MachineRecord::id)
        .sorted()
        .toList();
  }

  /**
   * Stops a machine and removes it; its log is kept for some time.
   *
   * @return whether it was there
   */
  public boolean destroy(String id) throws PlatformException, InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      MachineRecord record = records.get(id);
      if (record == null) {
        return false;
      }
      if (record.process().isPresent()) {
        boolean _ = jail.stop(record.process().get(), record.spec().stopGrace());
      }
      MachineRecord last = current(record);
      Cgroups.remove(record.controlGroups());
      store.retire(last);
      records.remove(id);
      return true;
    } catch (IOException e) {
      throw FileFailures.of("can't remove machine " + id, e);
    }
  }

  /** The last lines of a machine's output, by id or address, also of one destroyed lately. */
  public LogChunk tail(String idOrAddress, int lines) throws PlatformException {
    try {
      return LogFiles.tail(logOf(idOrAddress), lines);
    } catch (IOException e) {
      throw FileFailures.of("can't read the log of " + idOrAddress, e);
    }
  }

  /** What came after a position of a machine's output. */
  public LogChunk after(String idOrAddress, long position) throws PlatformException {
    try {
      return LogFiles.after(logOf(idOrAddress), position);
    } catch (IOException e) {
      throw FileFailures.of("can't read the log of " + idOrAddress, e);
    }
  }

  private Path logOf(String idOrAddress) throws IOException, PlatformException {
    Optional<MachineRecord> present =
        records.values().stream()
            .filter(r -> r.id().equals(idOrAddress) || r.address().equals(idOrAddress))
            .findFirst();
    if (present.isPresent()) {
      return store.log(present.get().id());
    }
    return store
        .retiredLog(idOrAddress)
        .orElseThrow(
            () ->
                new PlatformException(
                    Code.NOT_FOUND,
                    "there is no machine " + idOrAddress + " and no log kept of one",
                    "\"ingot status\" lists the machines there are."));
  }

  /** Asks a machine whether it is well. */
  public Verdict probe(String id, Check.Direct check)
      throws PlatformException, InterruptedException {
    MachineRecord record = records.get(id);
    if (record == null) {
      throw new PlatformException(Code.NOT_FOUND, "there is no machine " + id, "");
    }
    MachineRecord now = current(record);
    int port = now.spec().ports().isEmpty() ? 0 : now.spec().ports().getFirst();
    Verdict health =
        switch (check) {
          case Check.Http http -> prober.http(http, now.address(), port);
          case Check.Tcp tcp -> prober.tcp(tcp, now.address(), port);
          case Check.Exec exec -> exec(now, exec);
        };
    // Something else may answer at the address of a machine that has ended.
    return current(now)
        .ended()
        .<Verdict>map(state -> new Verdict.Dead("the machine " + state.describe()))
        .orElse(health);
  }

  private Verdict exec(MachineRecord record, Check.Exec check)
      throws PlatformException, InterruptedException {
    String asked = "run " + String.join(" ", check.command()) + " in the machine";
    if (record.ended().isPresent() || record.process().isEmpty()) {
      return new Verdict.Unhealthy(asked, "the machine is not running");
    }
    StringBuilder output = new StringBuilder();
    JailExit exit =
        jail.exec(
            record.process().get(),
            MachinePlan.copiedRoot(store.runDirectory(record.id())),
            store.runDirectory(record.id()),
            check.command(),
            record.environment(),
            (_, line) -> {
              if (output.length() < MAX_PROBE_OUTPUT) {
                output.append(output.isEmpty() ? "" : "\n").append(line);
              }
            },
            check.timeout());
    String said =
        output.isEmpty()
            ? ""
            : ": " + output.substring(0, Math.min(MAX_PROBE_OUTPUT, output.length()));
    if (exit.timedOut()) {
      return new Verdict.Unhealthy(
          asked, "no answer within " + check.timeout().toMillis() + " ms" + said);
    }
    String answered = "exit code " + exit.code() + said;
    return exit.isSuccess()
        ? new Verdict.Healthy(asked, answered)
        : new Verdict.Unhealthy(asked, answered);
  }

  /** Removes logs kept long enough. Called now and then. */
  public void sweep() {
    try {
      store.sweepRetired(clock.instant());
    } catch (IOException e) {
      // A full disk is told by the next thing that needs it; sweeping is tried again.
      return;
    }
  }

  /** Whether any machine is there. */
  public boolean isEmpty() {
    return records.isEmpty();
  }

  /** How machines are isolated. */
  public JailMode mode() {
    return jail.capability().mode();
  }

  /** How long destroying this machine may take. */
  public Duration stopGrace(String id) {
    MachineRecord record = records.get(id);
    return record == null ? Duration.ZERO : record.spec().stopGrace();
  }
}
