package dev.ingot.bake.process;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.graph.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that end with this process, with all they started: each is the leader of a session whose
 * watcher kills it when the other end of its standard input is gone, also after {@code kill -9}.
 */
public final class TiedPrograms implements HostPrograms {
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final int LONGEST_LINE = 64 * 1024;

  private static final String LIFELINE =
      "exec 3<&0 </dev/null; "
          + "( read -r _ <&3 || kill -KILL 0 ) >/dev/null 2>&1 & "
          + "exec 3<&-; \"$@\"";

  /** Starts programs through {@code setsid} and {@code /bin/sh}, which every Linux has. */
  public TiedPrograms() {}

  @Override
  public int run(Program program, Communicator.Output output, Cancellation cancellation)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", LIFELINE, "sh"));
    command.addAll(program.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    program.directory().map(Path::toFile).ifPresent(builder::directory);
    builder.environment().putAll(program.environment());
    Process process = builder.start();
    Object order = new Object();
    Thread out = pump(process.getInputStream(), Communicator.Output.Stream.OUT, output, order);
    Thread err = pump(process.getErrorStream(), Communicator.Output.Stream.ERR, output, order);
    OutputStream lifeline = process.getOutputStream();
    try (Cancellation.Registration _ = cancellation.onCancel(() -> cut(lifeline, process))) {
      int exitCode = process.waitFor();
      release(lifeline);
      // A program may leave a child behind that holds the pipes open.
      boolean _ = out.join(DRAIN);
      boolean _ = err.join(DRAIN);
      return exitCode;
    } finally {
      if (process.isAlive()) {
        cut(lifeline, process);
      }
    }
  }

  private static void release(OutputStream lifeline) {
    try (lifeline) {
      lifeline.write('\n');
    } catch (IOException e) {
      // The watcher is gone already.
      return;
    }
  }

  private static void cut(OutputStream lifeline, Process process) {
    try {
      lifeline.close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  private static Thread pump(
      InputStream in, Communicator.Output.Stream stream, Communicator.Output output, Object order) {
    return Thread.ofVirtual()
        .name("program-output")
        .start(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = line(reader); line != null; line = line(reader)) {
                  synchronized (order) {
                    output.line(stream, line);
                  }
                }
              } catch (IOException e) {
                // The pipe was closed with the program; what came before still counts.
                return;
              }
            });
  }

  /** A line of bounded length; null at the end. */
  private static @org.jspecify.annotations.Nullable String line(BufferedReader reader)
      throws IOException {
    StringBuilder line = new StringBuilder();
    int next = reader.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n' && line.length() < LONGEST_LINE) {
      line.append((char) next);
      next = reader.read();
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return line.toString();
  }
}
