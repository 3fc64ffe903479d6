package dev.ingot.bake.chain;

import dev.ingot.bake.HostSource;
import dev.ingot.bake.Machine;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import java.io.IOException;

/** A machine that is there already, in a state nobody knows: every step runs. */
public record HostGround(HostSource source, Source.Progress progress, Cancellation cancellation)
    implements Ground {
  @Override
  public LayerKey key() {
    return new InputHash("host").key();
  }

  @Override
  public int layers() {
    return 0;
  }

  @Override
  public void prepare() {}

  @Override
  public boolean canResume(Snapshot snapshot) {
    return false;
  }

  @Override
  public void add(String step, Snapshot snapshot, boolean reused) {}

  @Override
  public Machine open() throws StepException, IOException, InterruptedException {
    return source.reach(progress, cancellation);
  }

  @Override
  public Made made(OpenMachine machine) {
    return new Made.Nothing();
  }
}
