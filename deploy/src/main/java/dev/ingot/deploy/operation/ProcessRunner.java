package dev.ingot.deploy.operation;

import dev.ingot.deploy.CommandRunner;
import dev.ingot.graph.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs commands as processes. */
public final class ProcessRunner implements CommandRunner {
  @Override
  public int run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Consumer<String> output,
      Cancellation cancellation)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    Process process = builder.start();
    try (var _ = cancellation.onCancel(() -> end(process));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(process);
      throw new IOException("interrupted", e);
    }
  }

  private static void end(Process process) {
    // A shell whose child ends first would go on with its next command.
    List<ProcessHandle> started = process.descendants().toList();
    // Through its handle, since what it prints until then is still read.
    process.toHandle().destroy();
    started.forEach(ProcessHandle::destroy);
  }
}
