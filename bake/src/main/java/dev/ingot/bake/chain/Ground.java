package dev.ingot.bake.chain;

import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.util.List;

/**
 * What a chain of steps stands on: the source's own beginning, and the snapshots of the steps that
 * were done so far.
 */
public sealed interface Ground permits LayeredGround, MachineGround {
  /** The key of the source's beginning. */
  LayerKey key();

  /** How many layers the source brings. */
  int layers();

  /** Makes what the source brings, as far as it isn't there; a second time does nothing. */
  void prepare() throws StepException, IOException, InterruptedException;

  /** Whether a machine can resume from a cached snapshot. */
  boolean canResume(Snapshot snapshot) throws IOException;

  /**
   * Continues from the snapshot of the next step.
   *
   * @param step what messages call the step
   * @param reused whether the step was not run
   */
  void add(String step, Snapshot snapshot, boolean reused);

  /** A machine that continues from the last snapshot. */
  Machine open() throws StepException, IOException, InterruptedException;

  /**
   * What the image consists of.
   *
   * @param machine the machine of the last step
   */
  Made made(OpenMachine machine) throws StepException, IOException, InterruptedException;

  /** What was made. */
  sealed interface Made {
    /** Layers of an image, the lowest first. */
    record Layers(List<MadeLayer> layers) implements Made {
      public Layers {
        layers = List.copyOf(layers);
      }
    }

    /** An image that the source made of its machine. */
    record Captured(MachineSource.Product product) implements Made {}
  }

  /** A layer in its place. */
  record MadeLayer(String summary, Layer layer, boolean reused) {}
}
