package dev.ingot.bake.journal;

import dev.ingot.bake.process.ProcessOwner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
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
import java.util.stream.Stream;

/**
 * A process that can't be taken for a later one of the same id.
 *
 * @param pid its process id
 * @param ticks when it was started, as the kernel counts from boot
 * @param space its boot and process id namespace
 */
record RunningProgram(long pid, long ticks, String space) {
  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration END = Duration.ofSeconds(10);

  /** The twenty-second field of its {@code stat}, of which the first two may hold anything. */
  private static final int START = 22 - 3;

  /** A process; empty if it has ended. */
  static Optional<RunningProgram> of(long pid) {
    return ticks(pid)
        .map(ticks -> new RunningProgram(pid, ticks, ProcessOwner.current("").space()));
  }

  /** Whether it still runs here. */
  boolean isAlive() {
    return space.equals(ProcessOwner.current("").space())
        && ticks(pid).filter(found -> found == ticks).isPresent();
  }

  private static Optional<Long> ticks(long pid) {
    try {
      String stat =
          Files.readString(
              PROCESSES.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // A zombie has ended; only its parent doesn't know.
      return fields[0].equals("Z") || fields[0].equals("X")
          ? Optional.empty()
          : Optional.of(Long.parseLong(fields[START]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The processes of this user that have a variable of this value. */
  static List<RunningProgram> marked(String variable, String value) throws IOException {
    byte[] wanted = (variable + "=" + value).getBytes(StandardCharsets.UTF_8);
    List<RunningProgram> found = new ArrayList<>();
    if (!Files.isDirectory(PROCESSES)) {
      return found;
    }
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(PROCESSES, RunningProgram::isNumber)) {
      for (Path each : processes) {
        if (has(each.resolve("environ"), wanted)) {
          of(Long.parseLong(String.valueOf(each.getFileName()))).ifPresent(found::add);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static boolean isNumber(Path path) {
    return String.valueOf(path.getFileName()).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean has(Path environment, byte[] wanted) {
    byte[] all;
    try {
      all = Files.readAllBytes(environment);
    } catch (IOException e) {
      // It has ended, or it is another user's.
      return false;
    }
    int start = 0;
    for (int i = 0; i <= all.length; i++) {
      if (i == all.length || all[i] == 0) {
        if (java.util.Arrays.equals(all, start, i, wanted, 0, wanted.length)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /**
   * Kills it with everything it started, and waits for its end.
   *
   * @return whether it has ended
   */
  boolean kill() throws InterruptedException {
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (handle.isEmpty() || !isAlive()) {
      return true;
    }
    List<ProcessHandle> all = Stream.concat(handle.get().descendants(), handle.stream()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      ProcessHandle _ = handle.get().onExit().get(END.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return !isAlive();
    }
    return true;
  }
}
