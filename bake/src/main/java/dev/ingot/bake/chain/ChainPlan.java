package dev.ingot.bake.chain;

import dev.ingot.bake.IoMessage;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.lang.Diagnostic;
import java.io.IOException;
import java.util.Optional;

/**
 * The facts known about a chain before it runs.
 *
 * @param last the key of the whole chain, if all inputs exist
 * @param missing the input that doesn't exist yet, if the chain isn't complete
 */
public record ChainPlan(Optional<LayerKey> last, Optional<Diagnostic> missing) {
  static ChainPlan of(PreparedUnit unit, LayerKey ground) {
    LayerKey parent = ground;
    for (PreparedStep step : unit.steps()) {
      try {
        parent = ChainKeys.step(parent, step);
      } catch (IOException e) {
        return new ChainPlan(Optional.empty(), Optional.of(missing(step, e)));
      }
    }
    return new ChainPlan(Optional.of(parent), Optional.empty());
  }

  static Diagnostic missing(PreparedStep step, IOException e) {
    return Diagnostic.error(
        "Input can't be read",
        "The provisioner " + step.label() + " needs a file: " + IoMessage.of(e) + ".",
        step.place());
  }
}
