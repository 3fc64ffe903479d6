package dev.ingot.provider.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program that keeps secrets; what it prints is not shown. */
final class HelperProcess {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST = 64 * 1024;

  private HelperProcess() {}

  /** How it ended, and what it printed. */
  record Outcome(int code, String printed) {}

  /**
   * Runs it; one that takes too long is killed.
   *
   * @param input for its standard input, where nobody else can read it
   * @throws IOException if it can't be started
   */
  static Outcome run(List<String> command, String input) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      Thread limit =
          Thread.ofPlatform().daemon().name("helper-limit").start(() -> endLate(process));
      write(process, input);
      String printed;
      try (InputStream in = process.getInputStream()) {
        printed = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      }
      int code = process.waitFor();
      limit.interrupt();
      return new Outcome(code, printed);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void write(Process process, String input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It may end without reading; its exit code tells.
      return;
    }
  }

  private static void endLate(Process process) {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
