package dev.ingot.provider.process;

import dev.ingot.storage.log.CommandLog;
import java.nio.file.Path;
import java.util.Map;

/**
 * A provider's program.
 *
 * @param name what messages call it
 * @param file to start
 * @param environment added to this process's own
 * @param log receives what it prints as errors
 * @param temporary where the folder of its socket is made; a short path, since a socket's may have
 *     108 bytes
 */
public record Program(
    String name, Path file, Map<String, String> environment, Path temporary, CommandLog log) {
  /** A program whose output nobody asked for. */
  public Program(String name, Path file, Map<String, String> environment, Path temporary) {
    this(name, file, environment, temporary, CommandLog.NONE);
  }

  public Program {
    environment = Map.copyOf(environment);
  }
}
