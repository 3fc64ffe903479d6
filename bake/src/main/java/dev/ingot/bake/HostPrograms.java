package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs on this host. */
public interface HostPrograms {
  /**
   * A program to start.
   *
   * @param command program and arguments
   * @param environment added to this process's own
   * @param directory its working directory; empty for that of this process
   */
  record Program(List<String> command, Map<String, String> environment, Optional<Path> directory) {
    public Program {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /**
   * Runs a program and waits for it; a cancel kills it and everything it started.
   *
   * @return its exit code
   * @throws IOException when it could not be started
   * @throws InterruptedException when the calling thread is interrupted; the program is killed
   */
  int run(Program program, Communicator.Output output, Cancellation cancellation)
      throws IOException, InterruptedException;
}
