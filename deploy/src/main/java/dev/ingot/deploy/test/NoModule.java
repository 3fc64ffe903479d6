package dev.ingot.deploy.test;

import dev.ingot.deploy.Setting;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** No names, before a module is run; functions can be called. */
record NoModule(Setting setting) implements Scope {
  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    diagnostics.error(
        "Reference to unavailable object",
        "Only variables of the test (var.NAME) and outputs of earlier runs (run.NAME.OUTPUT) can be"
            + " used here.",
        traversal.range());
    return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
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
