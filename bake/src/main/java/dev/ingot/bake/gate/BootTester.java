package dev.ingot.bake.gate;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.storage.Digest;

/** Runs boot tests. */
@FunctionalInterface
public interface BootTester {
  /**
   * Starts the image as a throw-away machine and checks it; nothing of the machine is left
   * afterwards.
   *
   * @param image the digest of its manifest
   * @throws StepException when no machine can be started on this host; the message says what to do
   * @throws InterruptedException when interrupted or cancelled
   */
  BootReport run(Digest image, BootTest test, Cancellation cancellation)
      throws StepException, InterruptedException;
}
