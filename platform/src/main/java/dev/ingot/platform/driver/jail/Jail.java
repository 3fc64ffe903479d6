package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.driver.OutputSink;
import dev.ingot.platform.driver.entry.Entry;
import dev.ingot.platform.host.HostPrograms;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Starts isolated processes. {@link #run} ties one to this process, for baking: it dies when this
 * process dies. {@link #start} starts an independent one, for machines.
 */
public final class Jail {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(2);

  private final JailCapability capability;
  private final Processes processes;
  private final Cgroups cgroups;

  /** Jails of the kind that {@link JailDetector} found. */
  public Jail(JailCapability capability, Processes processes, Cgroups cgroups) {
    this.capability = capability;
    this.processes = processes;
    this.cgroups = cgroups;
  }

  /** The isolation of this host. */
  public JailCapability capability() {
    return capability;
  }

  /**
   * Runs a command to its end, passing its output on as it arrives. Interrupting the thread ends
   * the command. Afterwards nothing is left of it but the files it wrote.
   *
   * @throws PlatformException when this host allows no jails or the jail's files can't be written
   * @throws InterruptedException when interrupted; the command has been killed
   */
  public JailExit run(JailSpec spec, OutputSink sink, Duration timeout)
      throws PlatformException, InterruptedException {
    requireJails();
    Cgroups.Slot slot =
        spec.limits().isNone()
            ? Cgroups.Slot.none()
            : cgroups.create("bake-" + spec.runDirectory().getFileName(), spec.limits());
    Process process = launch(spec, slot, Optional.empty());
    ReentrantLock order = new ReentrantLock();
    Thread out = pump(process.getInputStream(), OutputSink.Stream.OUT, sink, order);
    Thread err = pump(process.getErrorStream(), OutputSink.Stream.ERR, sink, order);
    boolean ended = false;
    try {
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        killTree(process.pid());
        process.waitFor();
      }
    } finally {
      if (process.isAlive()) {
        killTree(process.pid());
      }
      release(process);
      out.join(START_TIMEOUT);
      err.join(START_TIMEOUT);
      Cgroups.remove(slot.directories());
    }
    return new JailExit(exitCode(spec.runDirectory()).orElse(process.exitValue()), !ended);
  }

  /**
   * Starts a command that outlives this process; its output is appended to a file. Its exit code is
   * written to the run directory ({@link #exitCode}).
   *
   * @param slot the control groups it joins
   * @throws PlatformException when this host allows no jails, or the jail did not come up
   */
  public JailProcess start(JailSpec spec, Cgroups.Slot slot, Path log)
      throws PlatformException, InterruptedException {
    requireJails();
    Process process = launch(spec, slot, Optional.of(log));
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (true) {
      Optional<ProcessIdentity> holder = processes.identify(process.pid());
      Optional<ProcessIdentity> init = init(spec.runDirectory()).flatMap(processes::identify);
      if (holder.isPresent() && init.isPresent()) {
        return new JailProcess(holder.get(), init.get());
      }
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        // It may have been that quick: an exit code shows that it ran.
        ProcessIdentity gone = new ProcessIdentity(process.pid(), 0, "");
        return new JailProcess(gone, gone);
      }
      if (System.nanoTime() > deadline) {
        killTree(process.pid());
        throw new PlatformException(
            Code.TIMEOUT,
            "the machine's first process did not start within " + START_TIMEOUT.toSeconds() + " s",
            "See its log: " + log);
      }
    }
  }

  /**
   * Runs a command inside a started jail, to its end, as its root.
   *
   * @param root the jail's root on this host, for hosts without namespaces
   * @param scratch an existing directory that only this user can look into
   * @return how it ended; its output went to the sink
   */
  public JailExit exec(
      JailProcess jail,
      Path root,
      Path scratch,
      List<String> command,
      Map<String, String> environment,
      OutputSink sink,
      Duration timeout)
      throws PlatformException, InterruptedException {
    if (!processes.isAlive(jail.init()) || !processes.isAlive(jail.holder())) {
      sink.line(OutputSink.Stream.ERR, "the machine's command is not running");
      return new JailExit(JailExit.SETUP_FAILED, false);
    }
    Entering entering = entering(jail, root, command, environment);
    try {
      Process process =
          EntryFile.start(entering.entry(), scratch, entering.users(), entering.through());
      ReentrantLock order = new ReentrantLock();
      Thread out = pump(process.getInputStream(), OutputSink.Stream.OUT, sink, order);
      Thread err = pump(process.getErrorStream(), OutputSink.Stream.ERR, sink, order);
      boolean ended = false;
      try {
        ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        if (!ended) {
          processes.session(process.pid()).forEach(processes::kill);
          process.destroyForcibly();
        }
      }
      process.waitFor();
      out.join(timeout);
      err.join(timeout);
      return new JailExit(process.exitValue(), !ended);
    } catch (IOException e) {
      throw FileFailures.of("can't run " + command.getFirst() + " in the machine", e);
    }
  }

  /**
   * Runs a command inside a started jail, as its root, with the standard streams of this process:
   * on a terminal, a person works in the jail.
   *
   * @param root the jail's root on this host, for hosts without namespaces
   * @param scratch an existing directory that only this user can look into
   * @return its exit code
   */
  public int attach(
      JailProcess jail,
      Path root,
      Path scratch,
      List<String> command,
      Map<String, String> environment)
      throws PlatformException, InterruptedException {
    Entering entering = entering(jail, root, command, environment);
    try {
      Process process =
          EntryFile.startAttached(entering.entry(), scratch, entering.users(), entering.through());
      boolean ended = false;
      try {
        process.waitFor();
        ended = true;
      } finally {
        if (!ended) {
          List<ProcessHandle> started = process.descendants().toList();
          process.destroyForcibly();
          started.forEach(ProcessHandle::destroyForcibly);
        }
      }
      return process.exitValue();
    } catch (IOException e) {
      throw FileFailures.of("can't run " + command.getFirst() + " in the machine", e);
    }
  }

  /**
   * How to run a command inside a jail.
   *
   * @param users the namespace of its users
   * @param through the command that starts the entry in the jail's namespaces
   */
  private record Entering(Entry entry, Optional<Path> users, List<String> through) {}

  private Entering entering(
      JailProcess jail, Path root, List<String> command, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    boolean namespaces = capability.mode() != JailMode.CHROOT_ONLY;
    if (namespaces) {
      words.addAll(
          List.of(HostPrograms.path("nsenter"), "--target", Long.toString(jail.init().pid())));
      if (capability.mode() == JailMode.USER_NAMESPACE) {
        words.addAll(List.of("--user", "--preserve-credentials"));
      }
      // Its mount namespace brings its root, before the process becomes visible in the machine.
      words.addAll(List.of("--mount", "--uts", "--ipc", "--pid", "--"));
    }
    Optional<Path> users = usersOf(jail);
    Entry entry =
        JailEntry.sealed(
            capability,
            namespaces ? Optional.empty() : Optional.of(root.toAbsolutePath().toString()),
            users.isPresent(),
            command,
            environment);
    return new Entering(entry, users, words);
  }

  /** The namespace its users are in; a jail that an earlier program started has none. */
  private static Optional<Path> usersOf(JailProcess jail) {
    Path open = Path.of("/proc/" + jail.init().pid() + "/fd/" + UserNamespace.DESCRIPTOR);
    try {
      return Files.readSymbolicLink(open).toString().startsWith("user:[")
          ? Optional.of(open)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The process of a jail that keeps its exit code, once it has started. */
  static Optional<Long> init(Path runDirectory) {
    return readNumber(runDirectory.resolve("init"));
  }

  /** The exit code a jail recorded, if it has ended by itself. */
  public static Optional<Integer> exitCode(Path runDirectory) {
    return readNumber(runDirectory.resolve("exit")).map(Math::toIntExact);
  }

  /**
   * Ends a started jail: SIGTERM to its command, SIGKILL to everything after the grace period.
   *
   * @return whether it ended by itself within the grace period
   */
  public boolean stop(JailProcess jail, Duration grace) throws InterruptedException {
    if (!processes.isAlive(jail.holder())) {
      return true;
    }
    processes.terminate(jail.init());
    boolean ended = processes.awaitEnd(jail.holder(), grace);
    if (!ended) {
      killTree(jail.holder().pid());
      processes.kill(jail.init());
      processes.kill(jail.holder());
      boolean _ = processes.awaitEnd(jail.holder(), START_TIMEOUT);
      boolean _ = processes.awaitEnd(jail.init(), START_TIMEOUT);
    } else if (capability.mode() == JailMode.CHROOT_ONLY) {
      killTree(jail.holder().pid());
    }
    return ended;
  }

  private void requireJails() throws PlatformException {
    if (capability.mode() == JailMode.NONE) {
      throw new PlatformException(
          Code.FORBIDDEN, "machines can't be started on this host", capability.explanation());
    }
  }

  private Process launch(JailSpec asked, Cgroups.Slot slot, Optional<Path> log)
      throws PlatformException {
    boolean tied = log.isEmpty();
    JailSpec spec = capability.mapped() ? asked : asked.withUsersOfHost();
    try {
      Path run = spec.runDirectory();
      JailFiles.prepare(spec);
      Files.write(privateFile(run.resolve("entry")), JailEntry.of(spec, capability).render());
      Path script = privateFile(run.resolve("jail.sh"));
      Files.writeString(
          script, new JailScript(spec, capability, slot.directories(), tied).render());
      ProcessBuilder builder =
          new ProcessBuilder(
              HostPrograms.path("setsid"), "/bin/sh", script.toAbsolutePath().toString(), "start");
      builder.directory(run.toFile());
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      if (log.isPresent()) {
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.get().toFile()));
      }
      return builder.start();
    } catch (IOException e) {
      throw FileFailures.of("can't write the jail's files below " + spec.runDirectory(), e);
    }
  }

  /** Readable by this user only: environments hold secrets. */
  private static Path privateFile(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private void killTree(long holder) {
    if (capability.mode() == JailMode.CHROOT_ONLY) {
      processes.session(holder).forEach(processes::kill);
      return;
    }
    // The end of process 1 of the jail ends everything in it.
    processes.children(holder).forEach(processes::kill);
    processes.identify(holder).ifPresent(processes::kill);
  }

  /** Tells the watcher inside that the end was noticed, so that it doesn't kill a later process. */
  private static void release(Process process) {
    try (OutputStream lifeline = process.getOutputStream()) {
      lifeline.write('\n');
    } catch (IOException e) {
      // The watcher is gone already.
      return;
    }
  }

  private static Thread pump(
      InputStream in, OutputSink.Stream stream, OutputSink sink, ReentrantLock order) {
    return Thread.ofVirtual()
        .name("jail-output")
        .start(
            () ->
                LineReader.read(
                    in,
                    line -> {
                      order.lock();
                      try {
                        sink.line(stream, line);
                      } finally {
                        order.unlock();
                      }
                    }));
  }

  private static Optional<Long> readNumber(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
