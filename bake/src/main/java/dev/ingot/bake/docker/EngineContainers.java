package dev.ingot.bake.docker;

import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.ContainerRemoval;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;

/** Removes containers that killed bakes left. */
public final class EngineContainers implements ContainerRemoval {
  /** Over the sockets of engines on this host. */
  public EngineContainers() {}

  @Override
  public boolean remove(Path socket, String name) throws IOException, InterruptedException {
    try {
      return new Container(Engine.connect(socket, new Cancellation()), name).remove();
    } catch (StepException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
