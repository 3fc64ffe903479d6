package dev.ingot.platform.agent;

import dev.ingot.health.Check;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.balancer.BalancerControl;
import dev.ingot.platform.balancer.BalancerMain;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.http.Watchdog;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.PrivateFolder;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The balancers of one agent, each a process of its own, so that neither the agent's end nor
 * another balancer's touches its requests. One that dies is started again with what it had.
 */
final class Balancers {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final AgentHome home;
  private final Path folder;
  private final JavaCommand java;
  private final Processes processes;
  private final Watchdog watchdog;
  private final Log log;
  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final NamedLocks locks = new NamedLocks();

  private record Entry(
      String id, BalancerSpec spec, Instant createdAt, Optional<ProcessIdentity> process) {}

  Balancers(
      AgentHome home,
      JavaCommand java,
      Processes processes,
      Watchdog watchdog,
      Log log,
      Clock clock) {
    this.log = log;
    this.home = home;
    this.folder = home.platform().resolve("balancers");
    this.java = java;
    this.processes = processes;
    this.watchdog = watchdog;
    this.clock = clock;
  }

  /** Takes up what an earlier agent left; starts again what has died. */
  void adopt() throws PlatformException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(folder)) {
      for (Path directory : directories) {
        String id = directory.getFileName().toString();
        Optional<Entry> entry = read(id);
        if (entry.isEmpty()) {
          Trees.delete(directory);
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

  /**
   * The process of a balancer whose agent died before it could write down which one it is. One that
   * answers goes on; another would keep the port from the next one.
   */
  private Optional<ProcessIdentity> unnamed(Entry entry) {
    String directory = folder.resolve(entry.id()).toString() + " ";
    Optional<ProcessIdentity> found = Optional.empty();
    for (ProcessIdentity process : processes.withCommandLine(BalancerMain.class.getName())) {
      if (!processes.commandLine(process.pid()).orElse("").contains(directory)) {
        continue;
      }
      if (found.isEmpty() && answers(entry.id(), process.pid())) {
        found = Optional.of(process);
        adopted(entry, process);
      } else {
        processes.kill(process);
      }
    }
    return found;
  }

  private void adopted(Entry entry, ProcessIdentity process) {
    Entry named = new Entry(entry.id(), entry.spec(), entry.createdAt(), Optional.of(process));
    entries.put(entry.id(), named);
    try {
      save(named);
    } catch (IOException e) {
      // The next agent finds it the same way.
      log.warn(
          "balancer can't be written down", new Field("balancer", entry.id()), Field.of("why", e));
    }
  }

  private Optional<Entry> read(String id) throws IOException {
    Optional<String> text = AtomicFile.read(folder.resolve(id).resolve("balancer.json"));
    Optional<String> spec = AtomicFile.read(folder.resolve(id).resolve("spec.json"));
    if (text.isEmpty() || spec.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = Fields.of(Json.parse(text.get()));
    Optional<ProcessIdentity> process = Optional.empty();
    if (fields.has("pid")) {
      process =
          Optional.of(
              new ProcessIdentity(
                  fields.integer("pid"), fields.integer("start_ticks"), fields.string("boot_id")));
    }
    return Optional.of(
        new Entry(
            id,
            BalancerJson.readSpec(Json.parse(spec.get())),
            fields.instant("created_at"),
            process));
  }

  private void save(Entry entry) throws IOException {
    Path directory = folder.resolve(entry.id());
    Path _ = PrivateFolder.create(directory);
    AtomicFile.write(directory.resolve("spec.json"), BalancerJson.write(entry.spec()).text());
    Fields.Builder json = Fields.object().put("created_at", entry.createdAt());
    entry
        .process()
        .ifPresent(
            process ->
                json.put("pid", process.pid())
                    .put("start_ticks", process.startTicks())
                    .put("boot_id", process.bootId()));
    AtomicFile.write(directory.resolve("balancer.json"), json.build().text());
  }

  private Path socket(String id) {
    return home.socket("balancer-" + id + ".sock");
  }

  private BalancerControl control(String id) {
    return new BalancerControl(socket(id), watchdog);
  }

  /** Creates one; the same id with the same specification again gives the one that is there. */
  Balancer create(String id, BalancerSpec spec) throws PlatformException, InterruptedException {
    check(id, spec);
    try (NamedLocks.Held _ = locks.hold(id)) {
      Entry present = entries.get(id);
      if (present != null) {
        if (present.spec().equals(spec)) {
          // One whose agent died while it was being started may not run yet.
          boolean runs = present.process().filter(processes::isAlive).isPresent();
          return balancer(runs ? present : launch(present));
        }
        throw new PlatformException(
            Code.CONFLICT, "balancer " + id + " exists and is another one", "Update it instead.");
      }
      for (Entry other : entries.values()) {
        if (other.spec().port() == spec.port() && other.spec().host().equals(spec.host())) {
          throw new PlatformException(
              Code.PORT_TAKEN,
              "port " + spec.port() + " of " + spec.host() + " is taken by balancer " + other.id(),
              "Give one of them another port.");
        }
      }
      Entry entry = new Entry(id, spec, clock.instant(), Optional.empty());
      boolean done = false;
      try {
        save(entry);
        Entry started = launch(entry);
        done = true;
        return balancer(started);
      } finally {
        if (!done) {
          entries.remove(id);
          Trees.delete(folder.resolve(id));
        }
      }
    } catch (IOException e) {
      throw FileFailures.of("can't create balancer " + id, e);
    }
  }

  private Entry launch(Entry entry) throws IOException, PlatformException, InterruptedException {
    Path directory = folder.resolve(entry.id());
    Files.deleteIfExists(directory.resolve("error.json"));
    Process process =
        java.launch(
            List.of("-Xmx512m", "-Xms32m", "-Xmn16m"),
            BalancerMain.class.getName(),
            List.of(directory.toString(), socket(entry.id()).toString()),
            directory.resolve("balancer.log"));
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw AtomicFile.read(directory.resolve("error.json"))
            .map(ErrorJson::read)
            .orElseGet(
                () ->
                    new PlatformException(
                        Code.FAILED,
                        "the process of balancer " + entry.id() + " ended at once",
                        "See " + directory.resolve("balancer.log")));
      }
      Optional<ProcessIdentity> identity = processes.identify(process.pid());
      if (identity.isPresent() && answers(entry.id(), process.pid())) {
        Entry started = new Entry(entry.id(), entry.spec(), entry.createdAt(), identity);
        save(started);
        entries.put(entry.id(), started);
        watch(entry.id(), identity.get());
        return started;
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new PlatformException(
            Code.TIMEOUT,
            "the process of balancer "
                + entry.id()
                + " did not come up within "
                + START.toSeconds()
                + " s",
            "See " + directory.resolve("balancer.log"));
      }
    }
  }

  private boolean answers(String id, long pid) {
    if (!Files.exists(socket(id))) {
      return false;
    }
    try {
      return control(id).status().pid() == pid;
    } catch (IOException | PlatformException e) {
      return false;
    }
  }

  private void watch(String id, ProcessIdentity process) {
    Thread.ofVirtual()
        .name("watch-" + id)
        .start(
            () -> {
              try {
                while (processes.isAlive(process)) {
                  awaitExit(process);
                }
                Entry entry = entries.get(id);
                if (entry != null && entry.process().equals(Optional.of(process))) {
                  restart(id, Duration.ofMillis(50));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private static void awaitExit(ProcessIdentity process) throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
    if (handle.isPresent()) {
      try {
        handle.get().onExit().get(1, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
        // Looked at again by the caller: a zombie counts as alive to the handle.
        assert process.pid() > 0;
      }
    }
  }

  /** Starts a dead balancer again, less and less often while that fails. */
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
      Entry entry = entries.get(id);
      if (entry == null || entry.process().filter(processes::isAlive).isPresent()) {
        return true;
      }
      var _ = launch(entry);
      log.warn("balancer was started again", new Field("balancer", id));
      return true;
    } catch (IOException | PlatformException e) {
      log.error("balancer can't be started again", new Field("balancer", id), Field.of("why", e));
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
          "\"" + id + "\" is not an id for a balancer",
          "Use letters, digits, - _ and ., at most 63, a letter or digit first.");
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
            "\"" + backend.id() + "\" is not an id for a backend, or is there twice",
            "Use letters, digits, - _ . and :, each id once.");
      }
    }
  }

  /** Changes backends, check and settings; the listener stays. */
  Balancer update(String id, BalancerSpec spec) throws PlatformException, InterruptedException {
    check(id, spec);
    try (NamedLocks.Held _ = locks.hold(id)) {
      Entry entry = need(id);
      if (entry.spec().port() != spec.port()
          || !entry.spec().host().equals(spec.host())
          || entry.spec().protocol() != spec.protocol()) {
        throw new PlatformException(
            Code.INVALID,
            "where balancer " + id + " listens and what it speaks can't be changed",
            "Create another one and destroy this one.");
      }
      Entry changed = new Entry(id, spec, entry.createdAt(), entry.process());
      // Saved first: if its process dies now, it comes back with what was wanted.
      save(changed);
      entries.put(id, changed);
      int _ = control(id).update(spec);
      return balancer(changed);
    } catch (IOException e) {
      throw BalancerControl.unreachable(id, e);
    }
  }

  /** Drains one backend; returns how many requests are still in flight there. */
  int drain(String id, String backend, Duration timeout) throws PlatformException {
    var _ = need(id);
    try {
      return control(id).drain(backend, timeout);
    } catch (IOException e) {
      throw BalancerControl.unreachable(id, e);
    }
  }

  private Entry need(String id) throws PlatformException {
    Entry entry = entries.get(id);
    if (entry == null) {
      throw new PlatformException(Code.NOT_FOUND, "there is no balancer " + id, "");
    }
    return entry;
  }

  /** One, if it is there. */
  Optional<Balancer> find(String id) {
    return Optional.ofNullable(entries.get(id)).map(this::balancer);
  }

  /** All, by id. */
  List<Balancer> list() {
    return entries.values().stream()
        .sorted(Comparator.comparing(Entry::id))
        .map(this::balancer)
        .toList();
  }

  private Balancer balancer(Entry entry) {
    try {
      BalancerControl.Status status = control(entry.id()).status();
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

  /** Stops one, letting requests in flight end; returns whether it was there. */
  boolean destroy(String id) throws PlatformException, InterruptedException {
    try (NamedLocks.Held _ = locks.hold(id)) {
      Entry entry = entries.remove(id);
      if (entry == null) {
        return false;
      }
      if (entry.process().isPresent()) {
        end(entry, entry.process().get());
      }
      Trees.delete(folder.resolve(id));
      Files.deleteIfExists(socket(id));
      return true;
    } catch (IOException e) {
      throw FileFailures.of("can't remove balancer " + id, e);
    }
  }

  private void end(Entry entry, ProcessIdentity process) throws InterruptedException {
    try {
      control(entry.id()).stop();
    } catch (IOException | PlatformException e) {
      processes.terminate(process);
    }
    Duration patience = entry.spec().settings().drainTimeout().plusSeconds(2);
    long deadline = System.nanoTime() + patience.toNanos();
    while (processes.isAlive(process) && System.nanoTime() < deadline) {
      awaitExit(process);
    }
    processes.kill(process);
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }
}
