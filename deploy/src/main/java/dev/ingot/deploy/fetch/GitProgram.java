package dev.ingot.deploy.fetch;

import dev.ingot.graph.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program git. It never asks anybody anything, uses no transport but the usual ones, and is
 * ended with all it started when it takes too long or is no longer wanted.
 *
 * @param environment the variables it inherits
 */
record GitProgram(Map<String, String> environment, Cancellation cancellation) {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int KEPT = 4 * 1024;

  /** Variables of a repository in whose hooks this program may be running. */
  private static final List<String> OF_REPOSITORY =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_PREFIX",
          "GIT_NAMESPACE",
          "GIT_CEILING_DIRECTORIES");

  /**
   * How it ended.
   *
   * @param output the end of what it printed
   */
  record Ended(int code, String output) {}

  /** Git with other variables. */
  GitProgram with(Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.putAll(more);
    return new GitProgram(all, cancellation);
  }

  /**
   * Runs a command of git.
   *
   * @throws FetchException if git is missing, takes too long or was cancelled
   */
  Ended run(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("git");
    for (String setting :
        List.of(
            "core.askPass=",
            "advice.detachedHead=false",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60")) {
      command.add("-c");
      command.add(setting);
    }
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(OF_REPOSITORY);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().remove("SSH_ASKPASS");
    Process process = started(builder);
    try (var _ = cancellation.onCancel(() -> end(process))) {
      Thread limit = Thread.ofVirtual().name("git-limit").start(() -> endLate(process));
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

  private static Process started(ProcessBuilder builder) throws FetchException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new FetchException(
          "git must be available and on the PATH", "Install git, or use an archive by http.");
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
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
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
