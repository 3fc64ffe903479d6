package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * Refuses all sources that aren't constant.
 *
 * @param installedOnly whether modules beside their callers must be installed
 */
record NoSources(boolean installedOnly) implements ComputedSources {
  @Override
  public Optional<Value> value(
      ModuleConfiguration module, String call, Attribute argument, Diagnostics diagnostics) {
    return Optional.empty();
  }

  @Override
  public ComputedSources inner(ModuleConfiguration module, ModuleCall call) {
    return this;
  }

  @Override
  public boolean additions() {
    return false;
  }
}
