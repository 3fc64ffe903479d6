package dev.ingot.bake.chain;

import dev.ingot.bake.Machine;
import dev.ingot.bake.StepException;
import java.io.IOException;
import java.util.Optional;

/** The one machine of a build, opened when the first step needs it. Used by one thread. */
public final class OpenMachine implements AutoCloseable {
  private final Ground ground;
  private Optional<Machine> machine = Optional.empty();

  OpenMachine(Ground ground) {
    this.ground = ground;
  }

  /** Whether it is running. */
  boolean isOpen() {
    return machine.isPresent();
  }

  /** The machine, opened on first use. */
  Machine get() throws StepException, IOException, InterruptedException {
    if (machine.isEmpty()) {
      machine = Optional.of(ground.open());
    }
    return machine.get();
  }

  @Override
  public void close() throws IOException {
    if (machine.isPresent()) {
      machine.get().close();
    }
  }
}
