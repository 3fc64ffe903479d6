package dev.ingot.bake.chain;

import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.util.Optional;

/** The machine of a chain, started from its source or from the last snapshot. */
public final class MachineGround implements Ground {
  private final MachineSource source;
  private final MachineSource.Origin origin;
  private final Source.Progress progress;
  private final Cancellation cancellation;
  private Optional<Snapshot.Disk> last = Optional.empty();

  /** Nothing started yet. */
  public MachineGround(
      MachineSource source,
      MachineSource.Origin origin,
      Source.Progress progress,
      Cancellation cancellation) {
    this.source = source;
    this.origin = origin;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  @Override
  public LayerKey key() {
    return ChainKeys.machine(origin.key());
  }

  @Override
  public int layers() {
    return 0;
  }

  @Override
  public void prepare() {}

  @Override
  public boolean canResume(Snapshot snapshot) throws IOException {
    return snapshot instanceof Snapshot.Disk disk && source.isKept(disk);
  }

  @Override
  public void add(String step, Snapshot snapshot, boolean reused) {
    last = snapshot instanceof Snapshot.Disk disk ? Optional.of(disk) : Optional.empty();
  }

  @Override
  public Machine open() throws StepException, IOException, InterruptedException {
    return source.start(last, progress, cancellation);
  }

  @Override
  public Made made(OpenMachine machine) throws StepException, IOException, InterruptedException {
    return new Made.Captured(source.capture(machine.get(), progress, cancellation));
  }
}
