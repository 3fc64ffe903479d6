package dev.ingot.deploy.fetch;

import dev.ingot.graph.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program that fetches repositories: it is ended with all it started when it takes too long
 * or is no longer wanted.
 *
 * @param missing what is said where there is no such program
 */
record SourceProgram(Cancellation cancellation, FetchException missing) {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int KEPT = 4 * 1024;

  /**
   * How it ended.
   *
   * @param output the end of what it printed
   */
  record Ended(int code, String output) {}

  /**
   * Runs it.
   *
   * @throws FetchException if it is missing, takes too long or was cancelled
   */
  Ended run(ProcessBuilder builder) throws IOException {
    Process process = started(builder);
    try (var _ = cancellation.onCancel(() -> end(process))) {
      Thread limit = Thread.ofVirtual().name("source-limit").start(() -> endLate(process));
      String output = tail(process.getInputStream());
      int code = process.waitFor();
      limit.interrupt();
      if (cancellation.isCancelled()) {
        throw new FetchException("cancelled", "Run the command again.");
      }
      return new Ended(code, output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("cancelled", "Run the command again.");
    } finally {
      end(process);
    }
  }

  private Process started(ProcessBuilder builder) throws FetchException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw missing;
    }
  }

  private static void endLate(Process process) {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(Process process) {
    // A shell whose child ends first would go on with its next command.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  private static String tail(InputStream in) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[KEPT];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (kept.size() + count > 2 * KEPT) {
          byte[] all = kept.toByteArray();
          kept.reset();
          kept.write(all, Math.max(0, all.length - KEPT), Math.min(all.length, KEPT));
        }
        kept.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // The process was ended, and its output with it.
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
    return kept.toString(StandardCharsets.UTF_8).strip();
  }
}
