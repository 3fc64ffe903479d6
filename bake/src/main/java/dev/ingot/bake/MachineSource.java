package dev.ingot.bake;

import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import java.io.IOException;
import java.util.Optional;

/**
 * A source whose machine is only reached through a communicator: a virtual machine, a container of
 * an engine, an instance in a cloud, a host over SSH. It starts the machine, saves its state where
 * it can, and turns it into what the image is.
 */
public non-sealed interface MachineSource extends Source {
  /**
   * What the machine starts as. Called once per run, before any machine is started.
   *
   * @param progress notified before a slow operation starts
   * @throws StepException when it can't be had; the message says what to do
   */
  Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /** Whether a machine can still be started from a saved state. */
  boolean isKept(Snapshot.Disk disk) throws IOException;

  /**
   * Starts a machine and waits until it can be reached. What was started is gone when this ends
   * with an exception.
   *
   * @param from a saved state; empty is the origin
   * @throws StepException when it can't be started or reached; the message says what to do
   */
  Machine start(Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * Makes the image of the machine after the last step; the machine is closed afterwards.
   *
   * @throws StepException when it can't be made; nothing of it is left then
   */
  Product capture(Machine machine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;

  /**
   * What a machine is started from.
   *
   * @param key the hash of all that decides what it starts as
   * @param platform what it runs on
   * @param lineage the image it was taken from, where there is one
   */
  record Origin(LayerKey key, Platform platform, Lineage lineage) {}

  /** What an image is, once it is made. */
  sealed interface Product {
    /**
     * An image stored by its own platform.
     *
     * @param id what the platform calls it
     * @param region where it is; may be empty
     */
    record Elsewhere(String id, String region) implements Product {}
  }
}
