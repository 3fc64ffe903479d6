package dev.ingot.bake;

import dev.ingot.graph.Cancellation;
import java.io.IOException;

/**
 * A source whose machine is there before the build and stays after it, if there is one at all: its
 * provisioners run every time, and no image is made.
 */
public non-sealed interface HostSource extends Source {
  /**
   * Reaches the machine.
   *
   * @throws StepException when it can't be reached; the message says what to do
   */
  Machine reach(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException;
}
