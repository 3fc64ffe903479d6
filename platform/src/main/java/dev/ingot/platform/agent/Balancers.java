package dev.ingot.platform.agent;

import dev.ingot.health.Check;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.balancer.BalancerControl;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.machine.DamagedRecords;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The balancers of one agent, each a process of its own, so that its requests survive the end of
 * the agent and of other balancers. One that dies is restarted with the same configuration.
 */
final class Balancers {
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final BalancerStore store;
  private final BalancerProcesses running;
  private final Processes processes;
  private final Log log;
  private final Clock clock;
  private final Map<String, BalancerEntry> entries = new ConcurrentHashMap<>();
  private final NamedLocks locks = new NamedLocks();
  private final DamagedRecords damaged;

  Balancers(
      AgentHome home,
      JavaCommand java,
      Processes processes,
      Watchdog watchdog,
      Log log,
      Clock clock) {
    this.store = new BalancerStore(home.platform());
    this.running = new BalancerProcesses(home, store, java, processes, watchdog);
    this.processes = processes;
    this.log = log;
    this.damaged = new DamagedRecords("balancer", store::directory, log);
    this.clock = clock;
  }

  /** Adopts the balancers an earlier agent left and restarts those that have died. */
  void adopt() throws PlatformException, InterruptedException {
    try {
      for (String id : store.ids()) {
        Optional<BalancerEntry> entry;
        try {
          entry = store.read(id);
        } catch (IOException e) {
          damaged.add(id, String.valueOf(e.getMessage()));
          continue;
        }
        if (entry.isEmpty()) {
          store.delete(id);
          continue;
        }
        entries.put(id, entry.get());
        Optional<ProcessIdentity> alive =
            entry.get().process().filter(processes::isAlive).or(() -> unnamed(entry.get()));
        if (alive.isPresent()) {
          watch(id, alive.get());
        } else {
          restart(id, Duration.ofMillis(100));
        }
      }
    } catch (IOException e) {
      throw FileFailures.of("can't read the balancers of an earlier agent", e);
    }
  }

  /** One whose agent died before recording its process. */
  private Optional<ProcessIdentity> unnamed(BalancerEntry entry) {
    Optional<ProcessIdentity> found = running.unnamed(entry);
    found.ifPresent(
        process -> {
          entries.put(entry.id(), entry.with(process));
          try {
            store.save(entry.with(process));
          } catch (IOException e) {
            // The next agent finds it the same way.
            log.warn(
                "can't record the balancer's process",
                new Field("balancer", entry.id()),
                Field.of("why", e));
          }
        });
    return found;
  }

  private BalancerEntry launch(BalancerEntry entry)
      throws IOException, PlatformException, InterruptedException {
    BalancerEntry started = running.launch(entry);
    entries.put(entry.id(), started);
    started.process().ifPresent(process -> watch(entry.id(), process));
    return started;
  }

  /** Creates one; the same id with the same specification returns the existing one. */
  Balancer create(String id, BalancerSpec spec) throws PlatformException, InterruptedException {
    check(id, spec);
    damaged.require(id);
    try (NamedLocks.Held _ = locks.hold(id)) {
      BalancerEntry present = entries.get(id);
      if (present != null) {
        if (present.spec().equals(spec)) {
          // One whose agent died while it was being started may not run yet.
          boolean runs = present.process().filter(processes::isAlive).isPresent();
          return balancer(runs ? present : launch(present));
        }
        throw new PlatformException(
            Code.CONFLICT,
            "balancer " + id + " exists with a different specification",
            "Update it instead.");
      }
      for (BalancerEntry other : entries.values()) {
        if (other.spec().port() == spec.port() && other.spec().host().equals(spec.host())) {
          throw new PlatformException(
              Code.PORT_TAKEN,
              "port "
                  + spec.port()
                  + " of "
                  + spec.host()
                  + " is already used by balancer "
                  + other.id(),
              "Give one of them another port.");
        }
      }
      BalancerEntry entry = new BalancerEntry(id, spec, clock.instant(), Optional.empty());
      boolean done = false;
      try {
        store.save(entry);
        BalancerEntry started = launch(entry);
        log.info("balancer was created", new Field("balancer", id), Field.of("port", spec.port()));
        done = true;
        return balancer(started);
      } finally {
        if (!done) {
          entries.remove(id);
          store.delete(id);
        }
      }
    } catch (IOException e) {
      throw FileFailures.of("can't create balancer " + id, e);
    }
  }

  private void watch(String id, ProcessIdentity process) {
    Thread.ofVirtual()
        .name("watch-" + id)
        .start(
            () -> {
              try {
                while (!processes.awaitEnd(process, LOOK)) {
                  // It serves, as it should.
                  assert process.pid() > 0;
                }
                BalancerEntry entry = entries.get(id);
                if (entry != null && entry.process().equals(Optional.of(process))) {
                  restart(id, Duration.ofMillis(50));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Restarts a dead balancer, with growing delays while that fails. */
  private void restart(String id, Duration firstPause) {
    Thread.ofVirtual()
        .name("restart-" + id)
        .start(
            () -> {
              Duration pause = firstPause;
              while (!restarted(id)) {
                try {
                  TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  return;
                }
                pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                        ? LONGEST_PAUSE
                        : pause.multipliedBy(2);
              }
            });
  }

  private boolean restarted(String id) {
    try (NamedLocks.Held _ = locks.hold(id)) {
      BalancerEntry entry = entries.get(id);
      if (entry == null || entry.process().filter(processes::isAlive).isPresent()) {
        return true;
      }
      // Its guard may have been killed, and not itself.
      Optional<ProcessIdentity> left = unnamed(entry);
      if (left.isPresent()) {
        watch(id, left.get());
        return true;
      }
      var _ = launch(entry);
      log.warn("balancer was restarted", new Field("balancer", id));
      return true;
    } catch (IOException | PlatformException e) {
      log.error("balancer can't be restarted", new Field("balancer", id), Field.of("why", e));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void check(String id, BalancerSpec spec) throws PlatformException {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")) {
      throw new PlatformException(
          Code.INVALID,
          "\"" + id + "\" is not a valid balancer id",
          "Use up to 63 letters, digits, - _ and ., starting with a letter or digit.");
    }
    if (spec.check().filter(Check.Exec.class::isInstance).isPresent()) {
      throw new PlatformException(
          Code.INVALID, "a balancer can't run commands in a machine", "Use an http or tcp check.");
    }
    Set<String> ids = new HashSet<>();
    for (Backend backend : spec.backends()) {
      if (!backend.id().matches("[A-Za-z0-9][A-Za-z0-9_.:\\[\\]-]{0,99}")
          || !ids.add(backend.id())) {
        throw new PlatformException(
            Code.INVALID,
            "\"" + backend.id() + "\" is not a valid backend id, or is used twice",
            "Use letters, digits, - _ . and :, and each id only once.");
      }
    }
  }

  /** Changes backends, check and settings; the listener stays. */
  Balancer update(String id, BalancerSpec spec) throws PlatformException, InterruptedException {
    check(id, spec);
    try (NamedLocks.Held _ = locks.hold(id)) {
      BalancerEntry entry = need(id);
      if (entry.spec().port() != spec.port()
          || !entry.spec().host().equals(spec.host())
          || entry.spec().protocol() != spec.protocol()) {
        throw new PlatformException(
            Code.INVALID,
            "the address, port and protocol of balancer " + id + " can't be changed",
            "Create a new balancer and destroy this one.");
      }
      BalancerEntry changed = entry.with(spec);
      // Saved first: if its process dies now, it restarts with the new specification.
      store.save(changed);
      entries.put(id, changed);
      int _ = running.control(id).update(spec);
      return balancer(changed);
    } catch (IOException e) {
      throw BalancerControl.unreachable(id, e);
    }
  }

  /** Drains one backend; returns how many requests are still in flight there. */
  int drain(String id, String backend, Duration timeout) throws PlatformException {
    var _ = need(id);
    try {
      return running.control(id).drain(backend, timeout);
    } catch (IOException e) {
      throw BalancerControl.unreachable(id, e);
    }
  }

  private BalancerEntry need(String id) throws PlatformException {
    damaged.require(id);
    BalancerEntry entry = entries.get(id);
    if (entry == null) {
      throw new PlatformException(Code.NOT_FOUND, "there is no balancer " + id, "");
    }
    return entry;
  }

  /** One balancer, if it exists. */
  Optional<Balancer> find(String id) throws PlatformException {
    damaged.require(id);
    return Optional.ofNullable(entries.get(id)).map(this::balancer);
  }

  /** All, by id. */
  List<Balancer> list() {
    return entries.values().stream()
        .sorted(Comparator.comparing(BalancerEntry::id))
        .map(this::balancer)
        .toList();
  }

  private Balancer balancer(BalancerEntry entry) {
    try {
      BalancerControl.Status status = running.control(entry.id()).status();
      return new Balancer(
          entry.id(),
          entry.spec(),
          entry.createdAt(),
          true,
          status.pid(),
          status.requests(),
          status.retries(),
          status.failed(),
          status.backends());
    } catch (IOException | PlatformException e) {
      return new Balancer(
          entry.id(), entry.spec(), entry.createdAt(), false, 0, 0, 0, 0, List.of());
    }
  }

  /** Stops one after its requests in flight; returns whether it existed. */
  boolean destroy(String id) throws PlatformException, InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      BalancerEntry entry = entries.remove(id);
      if (entry == null && damaged.remove(id)) {
        // Without its folder its process ends.
        store.delete(id);
        return true;
      }
      if (entry == null) {
        return false;
      }
      if (entry.process().isPresent()) {
        running.end(entry, entry.process().get());
      }
      store.delete(id);
      log.info("balancer was destroyed", new Field("balancer", id));
      return true;
    } catch (IOException e) {
      throw FileFailures.of("can't remove balancer " + id, e);
    }
  }

  boolean isEmpty() {
    return entries.isEmpty() && damaged.isEmpty();
  }
}
