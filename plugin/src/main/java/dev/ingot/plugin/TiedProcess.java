package dev.ingot.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A program of this host that ends with this process, together with everything it started: it leads
 * a session whose watcher kills it when the other end of its standard input is gone, even after
 * {@code kill -9} of this process. The program itself has no standard input.
 *
 * <p>| what happens | the program | what it left running | |---|---|---| | it ends, then {@link
 * #release} | its exit code | stays | | {@link #kill} | killed | killed | | this process dies |
 * killed | killed |
 */
public final class TiedProcess {
  private static final String LIFELINE =
      "exec 3<&0 </dev/null; "
          + "( read -r _ <&3 || kill -KILL 0 ) >/dev/null 2>&1 & "
          + "exec 3<&-; \"$@\"";

  private final Process process;
  private final OutputStream lifeline;

  private TiedProcess(Process process) {
    this.process = process;
    this.lifeline = process.getOutputStream();
  }

  /**
   * A program to start.
   *
   * @param command program and arguments; every user of this host can see them
   * @param environment added to this process's own
   * @param directory its working directory; empty for that of this process
   */
  public record Program(
      List<String> command, Map<String, String> environment, Optional<Path> directory) {
    public Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Starts a program through {@code setsid} and {@code /bin/sh}, which every Linux has. A missing
   * program ends with exit code 127.
   *
   * @throws IOException when there is no such directory, or no process can be started
   */
  public static TiedProcess start(Program program) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", LIFELINE, "sh"));
    command.addAll(program.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    program.directory().map(Path::toFile).ifPresent(builder::directory);
    builder.environment().putAll(program.environment());
    return new TiedProcess(builder.start());
  }

  /** Its standard output. */
  public InputStream out() {
    return process.getInputStream();
  }

  /** Its standard error. */
  public InputStream err() {
    return process.getErrorStream();
  }

  /** Completes with its exit code when it has ended. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended. */
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /** Releases it after it has ended: processes it left running are kept. */
  public void release() {
    try (lifeline) {
      lifeline.write('\n');
    } catch (IOException e) {
      // The watcher is gone already.
      return;
    }
  }

  /**
   * Kills it and everything it started, including processes with a session of their own. Its group
   * is killed by the watcher, which is in it and must not die before: whatever is just being
   * started would be left.
   */
  public void kill() {
    List<ProcessHandle> descendants = process.descendants().toList();
    try {
      lifeline.close();
      descendants.stream().filter(each -> !isInGroup(each)).forEach(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      process.destroyForcibly();
      descendants.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** Whether the kernel has a process in the group that this one leads. */
  private boolean isInGroup(ProcessHandle other) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(other.pid()), "stat"));
      // Its name, which may hold anything, ends with the last parenthesis; then: state, parent,
      // group.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
      return fields[2].equals(Long.toString(process.pid()));
    } catch (IOException | IndexOutOfBoundsException e) {
      return false;
    }
  }
}
