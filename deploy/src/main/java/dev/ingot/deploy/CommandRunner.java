package dev.ingot.deploy;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs commands on this machine. */
@FunctionalInterface
public interface CommandRunner {
  /**
   * Runs a command to its end.
   *
   * @param environment in addition to this process's own
   * @param output receives each line of output and error output
   * @param cancellation ends the command
   * @return its exit status
   * @throws IOException if it can't be started
   */
  int run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Consumer<String> output,
      Cancellation cancellation)
      throws IOException;
}
