package dev.ingot.platform.machine;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.LogChunk;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.driver.MachineDriver;
import dev.ingot.platform.driver.MachineHandle;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machines of one agent. */
public final class Machines {
  /**
   * A command that can't run ends within this time, and the creation of its machine should report
   * it.
   */
  private static final Duration FIRST_LOOK = Duration.ofMillis(250);

  private static final Duration LOOK = Duration.ofMinutes(1);

  private final MachineStore store;
  private final MachineDriver driver;
  private final AddressPool addresses;
  private final Processes processes;
  private final NetworkProber prober;
  private final LogLimit logs;
  private final Log log;
  private final Clock clock;
  private final Map<String, MachineRecord> records = new ConcurrentHashMap<>();
  private final DamagedRecords damaged;
  private final NamedLocks locks = new NamedLocks();
  private final ReentrantLock addressLock = new ReentrantLock();

  /**
   * Machines of a home.
   *
   * @param driver runs them
   * @param logs limits the size of their logs
   * @param log gets the events of machines
   */
  public Machines(
      AgentHome home,
      MachineDriver driver,
      Processes processes,
      NetworkProber prober,
      LogLimit logs,
      Log log,
      Clock clock) {
    this.store = new MachineStore(home.platform());
    this.driver = driver;
    this.addresses = new AddressPool(home.platform().resolve("next-address"), home.fingerprint());
    this.processes = processes;
    this.prober = prober;
    this.logs = logs;
    this.log = log;
    this.damaged = new DamagedRecords("machine", store::directory, log);
    this.clock = clock;
  }

  /**
   * Adopts the machines an earlier agent left: those that run continue, those that ended meanwhile
   * are recorded as ended, incomplete ones are removed.
   */
  public void adopt() throws PlatformException {
    try {
      for (String id : store.ids()) {
        Optional<MachineRecord> record;
        try {
          record = store.load(id);
        } catch (IOException e) {
          damaged.add(id, String.valueOf(e.getMessage()));
          continue;
        }
        if (record.isEmpty() || record.get().handle().isEmpty()) {
          abandon(id);
        } else {
          records.put(id, record.get());
          logs.watch(store.log(id));
          if (record.get().ended().isEmpty()) {
            watch(record.get());
          }
        }
      }
      store.sweepRetired(clock.instant());
      driver.sweep(records.values().stream().flatMap(record -> record.handle().stream()).toList());
    } catch (IOException e) {
      throw FileFailures.of("can't read the machines of an earlier agent", e);
    }
  }

  private void abandon(String id) throws IOException {
    driver.abandon(store.directory(id));
    store.delete(id);
  }

  /**
   * Creates and starts a machine. The same id with the same specification returns the existing
   * machine.
   */
  public Machine create(String id, MachineSpec spec)
      throws PlatformException, InterruptedException {
    MachineRules.check(id, spec);
    damaged.require(id);
    try (NamedLocks.Held _ = locks.hold(id)) {
      MachineRecord present = records.get(id);
      if (present != null) {
        if (present.spec().equals(spec)) {
          return current(present).machine();
        }
        throw new PlatformException(
            Code.CONFLICT,
            "machine " + id + " exists with a different specification",
            "Machines are immutable: create one with another id and destroy this one.");
      }
      return start(id, spec);
    } catch (IOException e) {
      throw FileFailures.of("can't create machine " + id, e);
    }
  }

  private Machine start(String id, MachineSpec spec)
      throws IOException, PlatformException, InterruptedException {
    Path folder = store.directory(id);
    long began = clock.millis();
    boolean done = false;
    try {
      MachineDriver.Prepared prepared = driver.prepare(spec, folder);
      MachineRecord record = reserve(id, spec);
      MachineDriver.Started made = driver.start(record.machine(), prepared, folder, store.log(id));
      logs.watch(store.log(id));
      List<String> notes = new ArrayList<>(prepared.notes());
      notes.addAll(made.notes());
      MachineRecord started = record.started(made.handle(), notes);
      store.save(started);
      records.put(id, started);
      done = true;
      log.info(
          "machine was created",
          new Field("machine", id),
          new Field("address", started.address()),
          Field.of("pid", made.handle().holder().pid()),
          Field.of("took_ms", clock.millis() - began));
      watch(started);
      boolean _ = processes.awaitEnd(made.handle().holder(), FIRST_LOOK);
      return current(started).machine();
    } finally {
      if (!done) {
        log.warn("machine could not be created", new Field("machine", id));
        abandon(id);
        records.remove(id);
      }
    }
  }

  private MachineRecord reserve(String id, MachineSpec spec) throws IOException, PlatformException {
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
              mode(),
              Optional.empty(),
              Optional.empty(),
              List.of());
      store.save(record);
      return record;
    } finally {
      addressLock.unlock();
    }
  }

  private void watch(MachineRecord record) {
    MachineHandle handle = record.handle().orElseThrow();
    Thread.ofVirtual()
        .name("watch-" + record.id())
        .start(
            () -> {
              try {
                while (!processes.awaitEnd(handle.holder(), LOOK)) {
                  // It runs, as it should.
                  assert handle.holder().pid() > 0;
                }
                ended(record.id());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Records the end of a machine whose process is gone. */
  private void ended(String id) throws InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      MachineRecord record = records.get(id);
      if (record != null) {
        var _ = current(record);
      }
    }
  }

  /** The record, updated from its processes. */
  private MachineRecord current(MachineRecord record) {
    if (record.ended().isPresent()
        || record.handle().isEmpty()
        || processes.isAlive(record.handle().get().holder())) {
      return record;
    }
    MachineState state =
        driver.ended(record.handle().get(), store.directory(record.id()), clock.instant());
    MachineRecord ended = record.ended(state);
    if (records.replace(record.id(), record, ended)) {
      log.warn(
          "machine has ended",
          new Field("machine", record.id()),
          new Field("how", state.describe()));
    }
    try {
      store.save(ended);
    } catch (IOException e) {
      // The processes are gone either way; the next check notices it again.
      return ended;
    }
    return ended;
  }

  /** A machine, if it exists. */
  public Optional<Machine> find(String id) throws PlatformException {
    damaged.require(id);
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
   * @return whether it existed
   */
  public boolean destroy(String id) throws PlatformException, InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      if (damaged.remove(id)) {
        abandon(id);
        return true;
      }
      MachineRecord record = records.get(id);
      if (record == null) {
        return false;
      }
      if (record.handle().isPresent()) {
        driver.stop(record.handle().get(), record.spec().stopGrace());
      }
      MachineRecord last = current(record);
      record.handle().ifPresent(driver::release);
      store.retire(last);
      records.remove(id);
      log.info("machine was destroyed", new Field("machine", id));
      return true;
    } catch (IOException e) {
      throw FileFailures.of("can't remove machine " + id, e);
    }
  }

  /** The last lines of a machine's output, by id or address, including one destroyed recently. */
  public LogChunk tail(String idOrAddress, int lines) throws PlatformException {
    try {
      return LogFiles.tail(logOf(idOrAddress), lines);
    } catch (IOException e) {
      throw FileFailures.of("can't read the log of " + idOrAddress, e);
    }
  }

  /** A machine's output after a position. */
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
                    "there is neither a machine " + idOrAddress + " nor a log of one",
                    "\"ingot status\" lists the machines."));
  }

  /** Runs a health check on a machine. */
  public Verdict probe(String id, Check.Direct check)
      throws PlatformException, InterruptedException {
    damaged.require(id);
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
    // Another process may answer at the address of a machine that has ended.
    return current(now)
        .ended()
        .<Verdict>map(state -> new Verdict.Dead("the machine " + state.predicate()))
        .orElse(health);
  }

  private Verdict exec(MachineRecord record, Check.Exec check)
      throws PlatformException, InterruptedException {
    return record.ended().isPresent() || record.handle().isEmpty()
        ? new Verdict.Unhealthy("run a command in the machine", "the machine is not running")
        : driver.exec(record.handle().get(), store.directory(record.id()), check);
  }

  /** Removes logs whose time is over. Called periodically. */
  public void sweep() {
    damaged.endGivenUp(driver::abandon);
    try {
      store.sweepRetired(clock.instant());
    } catch (IOException e) {
      // A full disk is reported by the next operation that needs it; this is tried again.
      return;
    }
  }

  /** Whether there is any machine. */
  public boolean isEmpty() {
    return records.isEmpty() && damaged.isEmpty();
  }

  /** How machines are isolated. */
  public JailMode mode() {
    return driver.capability().mode();
  }

  /** How long destroying this machine may take. */
  public Duration stopGrace(String id) {
    MachineRecord record = records.get(id);
    return record == null ? Duration.ZERO : record.spec().stopGrace();
  }
}
