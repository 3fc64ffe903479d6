package dev.ingot.deploy.test;

import dev.ingot.deploy.Setting;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/**
 * No names, before a module is run; functions can be called.
 *
 * @param part where the expressions are
 */
record NoModule(Setting setting, TestPart part) implements Scope {
  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    refuse(traversal, diagnostics);
    return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
  }

  private void refuse(Traversal traversal, Diagnostics diagnostics) {
    if (traversal.root().equals("run")) {
      diagnostics.error(
          "Invalid reference",
          traversal.steps().isEmpty()
              ? "The \"run\" object cannot be accessed directly. Instead, access one of its"
                  + " attributes."
              : "You can not reference run blocks from within the file variables block.",
          traversal.range());
      return;
    }
    boolean output = traversal.root().equals("output") && !traversal.steps().isEmpty();
    Optional<Reference> found =
        output ? Optional.empty() : References.parse(traversal, diagnostics);
    if (found.isPresent() && found.get() instanceof Reference.Variable variable) {
      diagnostics.error(
          "Reference to unavailable variable",
          "The input variable \"" + variable.name() + "\" is not available to " + part.variables(),
          variable.range());
    } else if (output || found.isPresent()) {
      diagnostics.error(
          "Invalid reference",
          part.others(),
          found.map(Reference::range).orElse(traversal.range()));
    }
  }

  @Override
  public List<String> names() {
    return List.of("run", "var");
  }

  @Override
  public Functions functions() {
    return setting.functions();
  }

  @Override
  public Environment environment() {
    return new Environment(
        setting.rootFolder(), setting.home(), setting.clock(), setting.random(), true);
  }
}
