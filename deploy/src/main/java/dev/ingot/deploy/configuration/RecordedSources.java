package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * Gives what was found when the configuration was read at first, as the list of modules has it.
 *
 * @param prefix of the keys of a module's calls
 */
record RecordedSources(ModuleManifest manifest, String prefix) implements ComputedSources {
  @Override
  public Optional<Value> value(
      ModuleConfiguration module, String call, Attribute argument, Diagnostics diagnostics) {
    return manifest
        .find(prefix + call)
        .map(entry -> argument.name().equals("version") ? entry.version() : entry.source())
        .filter(text -> !text.isEmpty())
        .map(Value::of);
  }

  @Override
  public ComputedSources inner(ModuleConfiguration module, ModuleCall call) {
    return new RecordedSources(manifest, prefix + call.name() + ".");
  }

  @Override
  public boolean additions() {
    return true;
  }
}
