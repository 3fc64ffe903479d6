package dev.ingot.platform.agent;

import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.balancer.BalancerControl;
import dev.ingot.platform.balancer.BalancerMain;
import dev.ingot.platform.balancer.BalancerServer;
import dev.ingot.platform.host.InheritedListener;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The processes of balancers: starting, finding, asking and ending them. */
final class BalancerProcesses {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(10);

  private static final long MAX_OUTPUT = 64 * 1024;

  private final AgentHome home;
  private final BalancerStore store;
  private final JavaCommand java;
  private final Processes processes;
  private final Watchdog watchdog;

  BalancerProcesses(
      AgentHome home,
      BalancerStore store,
      JavaCommand java,
      Processes processes,
      Watchdog watchdog) {
    this.home = home;
    this.store = store;
    this.java = java;
    this.processes = processes;
    this.watchdog = watchdog;
  }

  private Path socket(String id) {
    return home.socket("balancer-" + id + ".sock");
  }

  BalancerControl control(String id) {
    return new BalancerControl(socket(id), watchdog);
  }

  /** Starts one; returns once it answers and its process has been recorded. */
  BalancerEntry launch(BalancerEntry entry)
      throws IOException, PlatformException, InterruptedException {
    Path directory = store.directory(entry.id());
    Files.deleteIfExists(directory.resolve("error.json"));
    Path output = directory.resolve("balancer.out");
    // Output of earlier processes, which a crash loop would let grow without bound.
    if (Files.exists(output) && Files.size(output) > MAX_OUTPUT) {
      Files.delete(output);
    }
    Process process = start(entry, directory, output);
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw AtomicFile.read(directory.resolve("error.json"))
            .map(ErrorJson::read)
            .orElseGet(
                () ->
                    new PlatformException(
                        Code.FAILED,
                        "the process of balancer " + entry.id() + " exited at once",
                        "See " + output));
      }
      Optional<ProcessIdentity> identity = processes.identify(process.pid());
      if (identity.isPresent() && serves(entry.id(), identity.get())) {
        BalancerEntry started = entry.with(identity.get());
        store.save(started);
        return started;
      }
      if (System.nanoTime() > deadline) {
        identity.ifPresent(started -> session(started).forEach(processes::kill));
        throw new PlatformException(
            Code.TIMEOUT,
            "the process of balancer "
                + entry.id()
                + " did not start within "
                + START.toSeconds()
                + " s",
            "See " + output);
      }
    }
  }

  /**
   * The guard of the balancer's process keeps its socket open: when the process is killed, the
   * kernel accepts connections, which wait for the next one. Where the agent can't open the socket,
   * the process tries by itself, and says why it can't.
   */
  private Process start(BalancerEntry entry, Path directory, Path output) throws IOException {
    JavaCommand command = java.reportingCrashesIn(home.crashes());
    List<String> options = List.of("-Xmx512m", "-Xms64m", "-Xmn48m");
    String main = BalancerMain.class.getName();
    List<String> arguments = List.of(directory.toString(), socket(entry.id()).toString());
    try (InheritedListener listener =
        InheritedListener.open(
            InetAddress.ofLiteral(entry.spec().host()),
            entry.spec().port(),
            BalancerServer.BACKLOG)) {
      List<String> inherited = new ArrayList<>(arguments);
      inherited.add(BalancerMain.INHERITED);
      return command.launchGuarded(listener, options, main, inherited, output);
    } catch (IOException | IllegalArgumentException _) {
      return command.launch(options, main, arguments, output);
    }
  }

  /** The process that answers for a balancer. */
  private Optional<ProcessIdentity> serving(String id) {
    if (!Files.exists(socket(id))) {
      return Optional.empty();
    }
    try {
      return processes.identify(control(id).status().pid());
    } catch (IOException | PlatformException e) {
      return Optional.empty();
    }
  }

  /** Whether a process, or one it guards, answers for a balancer. */
  private boolean serves(String id, ProcessIdentity process) {
    return serving(id)
        .filter(
            serving ->
                serving.equals(process) || processes.session(process.pid()).contains(serving))
        .isPresent();
  }

  /**
   * The process of a balancer whose agent died before recording it, or whose guard was killed. One
   * that answers is kept, with its guard; any other is ended, since it would occupy the port.
   */
  Optional<ProcessIdentity> unnamed(BalancerEntry entry) {
    String directory = store.directory(entry.id()).toString() + " ";
    List<ProcessIdentity> all =
        processes.withCommandLine(BalancerMain.class.getName()).stream()
            .filter(process -> processes.commandLine(process.pid()).orElse("").contains(directory))
            .toList();
    Optional<ProcessIdentity> serving = serving(entry.id()).filter(all::contains);
    Optional<ProcessIdentity> found =
        serving.flatMap(
            process ->
                all.stream()
                    .filter(other -> processes.session(other.pid()).contains(process))
                    .findFirst()
                    .or(() -> serving));
    List<ProcessIdentity> kept = new ArrayList<>(serving.stream().toList());
    found.ifPresent(kept::add);
    for (ProcessIdentity process : all) {
      if (!kept.contains(process)) {
        processes.kill(process);
      }
    }
    return found;
  }

  /** Asks one to stop, waits for its open requests, then ends it. */
  void end(BalancerEntry entry, ProcessIdentity process) throws IOException, InterruptedException {
    Optional<ProcessIdentity> serving = serving(entry.id());
    List<ProcessIdentity> session = session(process);
    if (serving.isPresent() && !serving.get().equals(process)) {
      // The guard: otherwise it would keep the port open, for connections nobody serves.
      processes.kill(process);
    }
    try {
      control(entry.id()).stop();
    } catch (IOException | PlatformException e) {
      processes.terminate(process);
    }
    Duration patience = entry.spec().settings().drainTimeout().plusSeconds(2);
    boolean _ = processes.awaitEnd(serving.orElse(process), patience);
    serving.ifPresent(processes::kill);
    session.forEach(processes::kill);
    Files.deleteIfExists(socket(entry.id()));
  }

  /** A guard, if it is one, and after it what it would start again. */
  private List<ProcessIdentity> session(ProcessIdentity leader) {
    List<ProcessIdentity> session = new ArrayList<>(List.of(leader));
    // The session of one that is gone may be that of somebody else by now.
    if (processes.isAlive(leader)) {
      session.addAll(processes.session(leader.pid()));
    }
    return session;
  }
}
