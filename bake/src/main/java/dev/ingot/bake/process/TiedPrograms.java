package dev.ingot.bake.process;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostPrograms;
import dev.ingot.graph.Cancellation;
import dev.ingot.plugin.PrintedLines;
import dev.ingot.plugin.TiedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Programs that end with this process, together with everything they started. */
public final class TiedPrograms implements HostPrograms {
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** Starts programs through {@code setsid} and {@code /bin/sh}, which every Linux has. */
  public TiedPrograms() {}

  @Override
  public int run(Program program, Communicator.Output output, Cancellation cancellation)
      throws IOException, InterruptedException {
    TiedProcess process =
        TiedProcess.start(
            new TiedProcess.Program(program.command(), program.environment(), program.directory()));
    Object order = new Object();
    Thread out = pump(process.out(), Communicator.Output.Stream.OUT, output, order);
    Thread err = pump(process.err(), Communicator.Output.Stream.ERR, output, order);
    try (Cancellation.Registration _ = cancellation.onCancel(process::kill)) {
      int exitCode = process.waitFor();
      process.release();
      // A program may leave behind a child that keeps the pipes open.
      boolean _ = out.join(DRAIN);
      boolean _ = err.join(DRAIN);
      return exitCode;
    } finally {
      if (process.isAlive()) {
        process.kill();
      }
    }
  }

  private static Thread pump(
      InputStream in, Communicator.Output.Stream stream, Communicator.Output output, Object order) {
    return PrintedLines.read(
        in,
        "program-output",
        line -> {
          synchronized (order) {
            output.line(stream, line);
          }
        });
  }
}
