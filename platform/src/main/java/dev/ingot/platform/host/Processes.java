package dev.ingot.platform.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of this host, read from procfs. */
public final class Processes {
  private static final Duration EXIT_POLL = Duration.ofMillis(100);

  private final Path proc;
  private final String bootId;

  /** Reads from this procfs, usually {@code /proc}. */
  public Processes(Path proc) {
    this.proc = proc;
    this.bootId = readString(proc.resolve("sys/kernel/random/boot_id")).orElse("").strip();
  }

  /** The processes of this host. */
  public static Processes ofHost() {
    return new Processes(Path.of("/proc"));
  }

  private record Stat(char state, long parent, long session, long startTicks) {}

  /** The process that has this id now; empty if there is none, or only a zombie. */
  public Optional<ProcessIdentity> identify(long pid) {
    return stat(pid)
        .filter(stat -> stat.state != 'Z' && stat.state != 'X')
        .map(stat -> new ProcessIdentity(pid, stat.startTicks, bootId));
  }

  /** Whether this very process still runs. */
  public boolean isAlive(ProcessIdentity identity) {
    return identify(identity.pid()).filter(identity::equals).isPresent();
  }

  /** Asks the process to end (SIGTERM); does nothing when it is gone. */
  public void terminate(ProcessIdentity identity) {
    if (isAlive(identity)) {
      ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Ends the process (SIGKILL); does nothing when it is gone. */
  public void kill(ProcessIdentity identity) {
    if (isAlive(identity)) {
      ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * Waits for the end of a process.
   *
   * @return whether it has ended
   */
  public boolean awaitEnd(ProcessIdentity identity, Duration timeout) throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(identity.pid());
    long deadline = System.nanoTime() + timeout.toNanos();
    long left = timeout.toNanos();
    while (left > 0 && handle.isPresent() && isAlive(identity)) {
      try {
        // The handle reports a zombie whose parent never waits for it as alive, so procfs is read.
        handle.get().onExit().get(Math.min(left, EXIT_POLL.toNanos()), TimeUnit.NANOSECONDS);
        left = deadline - System.nanoTime();
      } catch (TimeoutException e) {
        left = deadline - System.nanoTime();
      } catch (ExecutionException e) {
        left = 0;
      }
    }
    return !isAlive(identity);
  }

  /** Every process of a session, the leader included. */
  public List<ProcessIdentity> session(long leader) {
    List<ProcessIdentity> members = new ArrayList<>();
    for (long pid : all()) {
      stat(pid)
          .filter(stat -> stat.session == leader && stat.state != 'Z')
          .ifPresent(stat -> members.add(new ProcessIdentity(pid, stat.startTicks, bootId)));
    }
    return members;
  }

  /** The children of a process. */
  public List<ProcessIdentity> children(long parent) {
    List<ProcessIdentity> children = new ArrayList<>();
    for (long pid : all()) {
      stat(pid)
          .filter(stat -> stat.parent == parent && stat.state != 'Z')
          .ifPresent(stat -> children.add(new ProcessIdentity(pid, stat.startTicks, bootId)));
    }
    return children;
  }

  /** The command line of a process, if this user may see it. */
  public Optional<String> commandLine(long pid) {
    return readString(proc.resolve(Long.toString(pid)).resolve("cmdline"))
        .map(text -> text.replace('\0', ' ').strip())
        .filter(text -> !text.isEmpty());
  }

  /** Every process whose command line has this text in it. */
  public List<ProcessIdentity> withCommandLine(String text) {
    return all().stream()
        .filter(pid -> commandLine(pid).filter(line -> line.contains(text)).isPresent())
        .flatMap(pid -> identify(pid).stream())
        .toList();
  }

  /** The process that listens at a TCP port of this host, if this user may see it. */
  public Optional<Long> listener(int port) {
    List<String> inodes = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      readString(proc.resolve(table))
          .ifPresent(
              text ->
                  text.lines()
                      .skip(1)
                      .map(line -> line.strip().split("\\s+"))
                      .filter(fields -> fields.length > 9 && fields[3].equals("0A"))
                      .filter(fields -> fields[1].endsWith(String.format(":%04X", port)))
                      .forEach(fields -> inodes.add("socket:[" + fields[9] + "]")));
    }
    if (inodes.isEmpty()) {
      return Optional.empty();
    }
    return all().stream().filter(pid -> holdsOneOf(pid, inodes)).findFirst();
  }

  private boolean holdsOneOf(long pid, List<String> sockets) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(proc.resolve(Long.toString(pid)).resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
      return false;
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // Another user's process, or one that has just ended.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private List<Long> all() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        pids.add(Long.parseLong(entry.getFileName().toString()));
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException | NumberFormatException e) {
      return pids;
    }
    return pids;
  }

  private Optional<Stat> stat(long pid) {
    return readString(proc.resolve(Long.toString(pid)).resolve("stat"))
        .flatMap(
            text -> {
              // The command stands in parentheses and may itself hold any of them.
              int end = text.lastIndexOf(')');
              if (end < 0) {
                return Optional.empty();
              }
              String[] fields = text.substring(end + 1).strip().split(" ");
              if (fields.length < 20) {
                return Optional.empty();
              }
              return Optional.of(
                  new Stat(
                      fields[0].charAt(0),
                      Long.parseLong(fields[1]),
                      Long.parseLong(fields[3]),
                      Long.parseLong(fields[19])));
            });
  }

  private static Optional<String> readString(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
