package dev.ingot.bake.docker;

import dev.ingot.bake.StepException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the socket of the engine. */
final class EngineSocket {
  private static final String UNIX = "unix://";

  private EngineSocket() {}

  /**
   * The socket that {@code DOCKER_HOST} names, otherwise the first of the usual ones that exists.
   *
   * @throws StepException when there is none; the message says what to do
   */
  static Path of(Map<String, String> environment) throws StepException {
    String host = environment.getOrDefault("DOCKER_HOST", "");
    if (!host.isEmpty()) {
      if (!host.startsWith(UNIX) || host.length() == UNIX.length()) {
        throw new StepException(
            "DOCKER_HOST is \""
                + host
                + "\", but only engines with a Unix socket on this host are supported"
                + " (unix:///run/docker.sock).");
      }
      return Path.of(host.substring(UNIX.length()));
    }
    List<Path> usual = usual(environment);
    for (Path each : usual) {
      if (Files.exists(each)) {
        return each;
      }
    }
    throw new StepException(
        "There is no Docker or Podman engine: none of "
            + String.join(", ", usual.stream().map(Path::toString).toList())
            + " exists. Start the engine, or set DOCKER_HOST to its socket.");
  }

  private static List<Path> usual(Map<String, String> environment) {
    List<Path> usual = new ArrayList<>();
    usual.add(Path.of("/var/run/docker.sock"));
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isEmpty()) {
      usual.add(Path.of(runtime, "docker.sock"));
      usual.add(Path.of(runtime, "podman", "podman.sock"));
    }
    usual.add(Path.of("/run/podman/podman.sock"));
    return usual;
  }
}
