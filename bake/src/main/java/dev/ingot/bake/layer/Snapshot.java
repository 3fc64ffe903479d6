package dev.ingot.bake.layer;

import dev.ingot.registry.content.Layer;
import java.util.Optional;

/**
 * What a machine was like when a step was done: what a later bake goes on from instead of running
 * the step again.
 */
public sealed interface Snapshot {
  /**
   * Files that differ from the layers below.
   *
   * @param layer what becomes part of the image; empty when nothing changed
   * @param scratch what the next steps may look for but the image doesn't get, such as files below
   *     {@code /tmp}: all of it, not only what is new; empty when there is none
   */
  record Layers(Optional<Layer> layer, Optional<Layer> scratch) implements Snapshot {
    /** Nothing changed, and nothing is left for the next steps. */
    public static final Layers NOTHING = new Layers(Optional.empty(), Optional.empty());
  }

  /**
   * A state the source has saved itself and can start a machine from: a disk, a committed
   * container.
   *
   * @param reference what the source calls it; one line
   */
  record Disk(String reference) implements Snapshot {
    public Disk {
      if (reference.isEmpty() || reference.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("not a reference to a disk");
      }
    }
  }

  /** The machine can't be saved between steps: a later bake begins at the first step. */
  record None() implements Snapshot {}
}
