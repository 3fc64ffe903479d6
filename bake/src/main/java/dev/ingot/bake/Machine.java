package dev.ingot.bake;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.util.Map;

/** A machine of a build; all steps of the build run in it, one after another. */
public interface Machine extends AutoCloseable {
  /** Its communicator. */
  Communicator communicator();

  /**
   * Values of {@code build.NAME} that only the running machine has, such as {@code Host} and {@code
   * SSHPrivateKey}; secrets are marked sensitive.
   */
  default Map<String, Value> values() {
    return Map.of();
  }

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
