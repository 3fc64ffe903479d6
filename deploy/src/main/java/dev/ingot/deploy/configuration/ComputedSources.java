package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/**
 * Gives the sources and versions of module calls that aren't constant, as far as they are known
 * before anything else is. Terraform refuses them; OpenTofu has them.
 */
public interface ComputedSources {
  /** All are refused, and with them whatever OpenTofu added to the language. */
  static ComputedSources none() {
    return new NoSources(false);
  }

  /** The same as in Terraform, where modules beside their callers have to be installed, too. */
  static ComputedSources ofTerraform() {
    return new NoSources(true);
  }

  /**
   * The value of an argument.
   *
   * @param module the one with the call, without its calls
   * @param call its name
   * @param diagnostics receives why the value isn't known
   * @return empty if such arguments are refused
   */
  Optional<Value> value(
      ModuleConfiguration module, String call, Attribute argument, Diagnostics diagnostics);

  /** Whether modules beside their callers must be in the list of installed modules. */
  default boolean installedOnly() {
    return false;
  }

  /** Whether a configuration may have what OpenTofu added to the language. */
  boolean additions();

  /**
   * What gives those in the module that a call means.
   *
   * @param module the one with the call
   */
  ComputedSources inner(ModuleConfiguration module, ModuleCall call);
}
