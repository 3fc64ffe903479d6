package dev.ingot.bake.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Removes containers of an engine. */
@FunctionalInterface
public interface ContainerRemoval {
  /**
   * Removes a container with everything that runs in it; nothing if it is gone.
   *
   * @param socket the engine's Unix socket
   * @return whether it was there
   * @throws IOException when the engine can't be reached or refuses
   */
  boolean remove(Path socket, String name) throws IOException, InterruptedException;
}
