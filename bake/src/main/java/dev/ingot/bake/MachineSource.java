package dev.ingot.bake;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source whose machine is only reached through a communicator: a virtual machine, a container, a
 * cloud instance, a host over SSH. It starts the machine, saves its state where possible, and makes
 * the image from it.
 */
public non-sealed interface MachineSource extends Source {
  /**
   * The origin of the machine. Called once per run, before any machine is started.
   *
   * @param progress notified before a slow operation starts
   * @throws StepException when it is unavailable; the message says what to do
   */
  Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /** Whether a machine can still be started from a saved state. */
  boolean isKept(Snapshot.Disk disk) throws IOException;

  /**
   * Starts a machine and waits until it can be reached. After an exception nothing of it is left
   * running.
   *
   * @param from a saved state; empty for the origin
   * @throws StepException when it can't be started or reached; the message says what to do
   */
  Machine start(Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * The files of this host that its images consist of, absolute, in their order; empty for images
   * that are elsewhere. Those that are gone are restored when nothing is baked.
   */
  default List<Path> outputs() {
    return List.of();
  }

  /**
   * The hash of what decides how the image is made of the machine, and not how the machine begins;
   * empty where there is no such thing, and always for sources that made images before they had it.
   */
  default Optional<LayerKey> resultKey() {
    return Optional.empty();
  }

  /**
   * Makes the image of the machine after the last step; the machine is closed afterwards.
   *
   * @throws StepException when it can't be made; then nothing of it is left
   */
  Product capture(Machine machine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * The origin of a machine.
   *
   * @param key the hash of everything that determines its initial state
   * @param platform its platform
   * @param lineage the image it comes from, if any
   */
  record Origin(LayerKey key, Platform platform, Lineage lineage) {}

  /** A finished image. */
  sealed interface Product {
    /** The packages in its files, as far as they could be read. */
    Inventory found();

    /** The {@link #outputs} are there. */
    record Outputs(Inventory found) implements Product {
      /** Whose files aren't read. */
      public Outputs() {
        this(Inventory.NOTHING);
      }
    }

    /**
     * An image stored by its own platform.
     *
     * @param id its id on the platform
     * @param region its region; may be empty
     * @param artifact as whoever made it describes it, where it does
     * @param images the images it consists of, such as one a region; empty if they aren't known one
     *     by one
     */
    record Elsewhere(
        String id,
        String region,
        Optional<Artifact> artifact,
        List<CloudImage> images,
        Inventory found)
        implements Product {
      public Elsewhere {
        images = List.copyOf(images);
      }

      /** One image whose files aren't read. */
      public Elsewhere(String id, String region, Optional<Artifact> artifact) {
        this(id, region, artifact, List.of(), Inventory.NOTHING);
      }
    }
  }

  /**
   * One image on a platform of its own.
   *
   * @param id what the platform calls it
   * @param platform such as {@code aws}; may be empty
   * @param region may be empty
   * @param sourceImage what the platform calls the image it was made from; may be empty
   */
  record CloudImage(
      String id, String platform, String region, String sourceImage, Map<String, String> labels) {
    public CloudImage {
      labels = Map.copyOf(labels);
    }
  }
}
