package dev.ingot.bake.layer;

import dev.ingot.registry.content.Layer;
import java.util.Optional;

/**
 * The state of a machine after a step, from which a later bake can continue instead of running the
 * step again.
 */
public sealed interface Snapshot {
  /**
   * Files that differ from the layers below.
   *
   * @param layer the layer of the image; empty if nothing changed
   * @param scratch files that later steps may use but the image doesn't contain, such as those
   *     below {@code /tmp}: all of them, not only new ones; empty if there are none
   */
  record Layers(Optional<Layer> layer, Optional<Layer> scratch) implements Snapshot {
    /** Nothing changed, and there are no files for later steps. */
    public static final Layers NOTHING = new Layers(Optional.empty(), Optional.empty());
  }

  /**
   * A state that the source saved itself and can start a machine from: a disk, a committed
   * container.
   *
   * @param reference the source's name for it; one line
   */
  record Disk(String reference) implements Snapshot {
    public Disk {
      if (reference.isEmpty() || reference.indexOf('\n') >= 0) {
        throw new IllegalArgumentException("not a reference to a disk");
      }
    }
  }

  /** The machine can't be saved between steps: a later bake starts at the first step. */
  record None() implements Snapshot {}
}
