package dev.ingot.state.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Programs of this host. */
public final class HostPrograms implements Programs {
  private static final int MOST_OUTPUT = 512 * 1024;
  private static final int MOST_PROBLEM = 4 * 1024;

  @Override
  public Ended run(List<String> command, Map<String, String> variables, Duration limit)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      FutureTask<String> output = reading(process.getInputStream(), MOST_OUTPUT);
      FutureTask<String> problem = reading(process.getErrorStream(), MOST_PROBLEM);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it didn't end within " + limit.toSeconds() + " seconds");
      }
      // What it started may hold its output open.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      return new Ended(process.exitValue(), output.get(), problem.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("its output can't be read", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** The rest is read and dropped, so that the program isn't held up. */
  private static FutureTask<String> reading(InputStream stream, int most) {
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              try (InputStream in = stream) {
                String start = new String(in.readNBytes(most), StandardCharsets.UTF_8);
                in.transferTo(java.io.OutputStream.nullOutputStream());
                return start;
              }
            });
    Thread.startVirtualThread(task);
    return task;
  }
}
