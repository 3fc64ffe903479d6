package dev.ingot.bake.source;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.lang.value.Value;
import java.util.Map;

/**
 * A machine that is only reached: nothing of it is saved, and it stays when the build ends.
 *
 * @param values what only it tells
 * @param end closes the connection
 */
record ReachedMachine(Communicator communicator, Map<String, Value> values, Runnable end)
    implements Machine {
  @Override
  public Snapshot snapshot(LayerKey key) {
    return new Snapshot.None();
  }

  @Override
  public void close() {
    end.run();
  }
}
