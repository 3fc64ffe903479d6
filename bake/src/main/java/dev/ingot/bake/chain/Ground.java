package dev.ingot.bake.chain;

import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.util.List;

/** The base of a chain of steps: the source's origin, and the snapshots of the completed steps. */
public sealed interface Ground permits LayeredGround, MachineGround, HostGround {
  /** The key of the source's origin. */
  LayerKey key();

  /** The number of layers of the source. */
  int layers();

  /** Makes the source's missing layers; a second call does nothing. */
  void prepare() throws StepException, IOException, InterruptedException;

  /** Whether a machine can resume from a cached snapshot. */
  boolean canResume(Snapshot snapshot) throws IOException;

  /**
   * Continues from the snapshot of the next step.
   *
   * @param step the step's name in messages
   * @param reused whether the step was skipped
   */
  void add(String step, Snapshot snapshot, boolean reused);

  /** A machine that continues from the last snapshot. */
  Machine open() throws StepException, IOException, InterruptedException;

  /**
   * The parts of the image.
   *
   * @param machine the machine of the last step
   */
  Made made(OpenMachine machine) throws StepException, IOException, InterruptedException;

  /** The result. */
  sealed interface Made {
    /** Layers of an image, the lowest first. */
    record Layers(List<MadeLayer> layers) implements Made {
      public Layers {
        layers = List.copyOf(layers);
      }
    }

    /** No image. */
    record Nothing() implements Made {}

    /** An image that the source made from its machine. */
    record Captured(MachineSource.Product product) implements Made {}
  }

  /** A layer in its place. */
  record MadeLayer(String summary, Layer layer, boolean reused) {}
}
