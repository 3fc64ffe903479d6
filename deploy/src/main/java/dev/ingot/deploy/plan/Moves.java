package dev.ingot.deploy.plan;

import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.lang.Diagnostics;
import dev.ingot.state.InstanceAddress;
import dev.ingot.state.State;
import java.util.Map;

/** Gives stored objects the addresses that {@code moved} blocks say. */
final class Moves {
  private final ReferenceGraph references;
  private final World world;

  Moves(ReferenceGraph references, World world) {
    this.references = references;
    this.world = world;
  }

  /**
   * @param previous where an object was, by where it is now
   */
  record Result(State state, Map<InstanceAddress, InstanceAddress> previous) {}

  Result apply(State stored, Diagnostics diagnostics) {
    return new Result(stored, Map.of());
  }

  @Override
  public String toString() {
    return "moves of " + references.root().tree().title() + " " + world.purpose();
  }
}
