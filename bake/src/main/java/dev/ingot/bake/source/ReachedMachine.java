package dev.ingot.bake.source;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;

/**
 * A machine that is only reached: nothing of it is saved, and it stays when the build ends.
 *
 * @param end closes the connection
 */
record ReachedMachine(Communicator communicator, Runnable end) implements Machine {
  @Override
  public Snapshot snapshot(LayerKey key) {
    return new Snapshot.None();
  }

  @Override
  public void close() {
    end.run();
  }
}
