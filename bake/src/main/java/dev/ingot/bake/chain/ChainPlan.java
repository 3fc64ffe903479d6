package dev.ingot.bake.chain;

import dev.ingot.bake.Builder;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a chain before it runs.
 *
 * @param keys of the steps from the first on, as far as their inputs are there
 * @param last the key of the whole chain, when all inputs are there
 * @param missing which input isn't there yet, when the chain isn't complete
 */
public record ChainPlan(
    List<LayerKey> keys, Optional<LayerKey> last, Optional<Diagnostic> missing) {
  public ChainPlan {
    keys = List.copyOf(keys);
  }

  static ChainPlan of(PreparedUnit unit, Builder.Base base, long modified) {
    List<LayerKey> keys = new ArrayList<>();
    LayerKey parent = ChainKeys.base(base.layers(), modified);
    for (PreparedStep step : unit.steps()) {
      try {
        parent = ChainKeys.step(parent, step);
        keys.add(parent);
      } catch (IOException e) {
        return new ChainPlan(keys, Optional.empty(), Optional.of(missing(step, e)));
      }
    }
    return new ChainPlan(keys, Optional.of(parent), Optional.empty());
  }

  /** Whether a step that works on this host comes before the input that isn't there. */
  public boolean mayBecomeComplete(PreparedUnit unit) {
    return unit.steps().subList(0, keys.size()).stream()
        .anyMatch(step -> step.work().effect() == Provisioner.Effect.HOST);
  }

  private static Diagnostic missing(PreparedStep step, IOException e) {
    return Diagnostic.error(
        "Input can't be read",
        "The provisioner " + step.label() + " needs a file: " + IoMessage.of(e) + ".",
        step.place());
  }
}
