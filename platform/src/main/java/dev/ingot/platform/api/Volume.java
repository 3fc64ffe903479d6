package dev.ingot.platform.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A directory that survives the machines it is mounted in.
 *
 * @param name its name
 * @param path where it is on this host
 * @param createdAt when it was created
 * @param attachedTo ids of the machines that have it mounted
 */
public record Volume(String name, Path path, Instant createdAt, List<String> attachedTo) {
  public Volume {
    attachedTo = List.copyOf(attachedTo);
  }
}
