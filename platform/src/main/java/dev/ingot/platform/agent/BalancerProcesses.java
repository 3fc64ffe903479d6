package dev.ingot.platform.agent;

import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.ErrorJson;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.balancer.BalancerControl;
import dev.ingot.platform.balancer.BalancerMain;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.program.JavaCommand;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    Process process =
        java.reportingCrashesIn(home.crashes())
            .launch(
                List.of("-Xmx512m", "-Xms64m", "-Xmn48m"),
                BalancerMain.class.getName(),
                List.of(directory.toString(), socket(entry.id()).toString()),
                output);
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
      if (identity.isPresent() && answers(entry.id(), process.pid())) {
        BalancerEntry started = entry.with(identity.get());
        store.save(started);
        return started;
      }
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
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

  /**
   * The process of a balancer whose agent died before recording it. One that answers is kept; any
   * other is ended, since it would occupy the port.
   */
  Optional<ProcessIdentity> unnamed(BalancerEntry entry) {
    String directory = store.directory(entry.id()).toString() + " ";
    Optional<ProcessIdentity> found = Optional.empty();
    for (ProcessIdentity process : processes.withCommandLine(BalancerMain.class.getName())) {
      if (!processes.commandLine(process.pid()).orElse("").contains(directory)) {
        continue;
      }
      if (found.isEmpty() && answers(entry.id(), process.pid())) {
        found = Optional.of(process);
      } else {
        processes.kill(process);
      }
    }
    return found;
  }

  /** Asks one to stop, waits for its open requests, then ends it. */
  void end(BalancerEntry entry, ProcessIdentity process) throws IOException, InterruptedException {
    try {
      control(entry.id()).stop();
    } catch (IOException | PlatformException e) {
      processes.terminate(process);
    }
    Duration patience = entry.spec().settings().drainTimeout().plusSeconds(2);
    boolean _ = processes.awaitEnd(process, patience);
    processes.kill(process);
    Files.deleteIfExists(socket(entry.id()));
  }
}
