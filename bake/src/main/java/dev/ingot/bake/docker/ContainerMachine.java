package dev.ingot.bake.docker;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Machine;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.util.Map;

/**
 * A container that runs until its build has ended; images committed from it are its snapshots.
 *
 * @param image the id of the image that the template names
 */
record ContainerMachine(
    Container container,
    String image,
    JournalEntry entry,
    Communicator communicator,
    boolean saves,
    Cancellation cancellation)
    implements Machine {
  @Override
  public Map<String, Value> values() {
    return Map.of("ID", Value.of(container.id()), "ImageSha256", Value.of(image));
  }

  @Override
  public Snapshot snapshot(LayerKey key) throws StepException, InterruptedException {
    if (!saves) {
      return new Snapshot.None();
    }
    try {
      return new Snapshot.Disk(container.commit("", cancellation));
    } catch (IOException e) {
      throw new StepException(
          "The container can't be saved after the step: " + IoMessage.of(e) + ".");
    }
  }

  /** Also after a cancel: the removal isn't cancelled. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      boolean _ = container.remove();
      entry.removed();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      throw new IOException(
          "the container "
              + container.id()
              + " can't be removed: "
              + IoMessage.of(e)
              + "; the next bake tries again",
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
