package dev.ingot.bake;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import java.io.IOException;

/** A machine of a build; all steps of the build run in it, one after another. */
public interface Machine extends AutoCloseable {
  /** Its communicator. */
  Communicator communicator();

  /**
   * Saves its state after a step, when no command runs in it any more; the machine keeps running.
   *
   * @param key the key of the step
   */
  Snapshot snapshot(LayerKey key) throws StepException, IOException, InterruptedException;

  /** Stops everything in it and removes it; does nothing if already closed. */
  @Override
  void close() throws IOException;
}
