package dev.ingot.registry.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a program that keeps secrets; what it prints is not shown. */
public final class HelperProcess {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST = 64 * 1024;

  private HelperProcess() {}

  /** How it ended, and what it printed. */
  public record Outcome(int code, String printed) {}

  /**
   * Runs it; one that takes longer than a minute is ended with all it started.
   *
   * @param input for its standard input, where nobody else can read it
   * @throws TimeoutException if it takes too long; its message ends a sentence about the program
   * @throws IOException if it can't be started
   */
  public static Outcome run(List<String> command, String input)
      throws IOException, InterruptedException, TimeoutException {
    return run(command, input, LIMIT);
  }

  static Outcome run(List<String> command, String input, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    AtomicBoolean late = new AtomicBoolean();
    Thread watch =
        Thread.ofPlatform()
            .daemon()
            .name("helper-limit")
            .start(() -> endLate(process, limit, late));
    try {
      write(process, input);
      String printed;
      try (InputStream in = process.getInputStream()) {
        printed = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      }
      int code = process.waitFor();
      if (late.get()) {
        throw new TimeoutException("did not end within " + limit.toSeconds() + " s");
      }
      return new Outcome(code, printed);
    } finally {
      watch.interrupt();
      end(process);
    }
  }

  /** What it started may hold its output open. */
  private static void end(Process process) {
    // A shell whose child ends first would go on with its next command.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static void write(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It may end without reading; its exit code tells.
      return;
    }
  }

  private static void endLate(Process process, Duration limit, AtomicBoolean late) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        late.set(true);
        end(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
