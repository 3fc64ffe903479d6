package dev.ingot.provider.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * A provider's program.
 *
 * @param name what messages call it
 * @param file to start
 * @param environment added to this process's own
 * @param temporary where the folder of its socket is made; a short path, since a socket's may have
 *     108 bytes
 */
public record Program(String name, Path file, Map<String, String> environment, Path temporary) {
  public Program {
    environment = Map.copyOf(environment);
  }
}
