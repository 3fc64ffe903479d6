package dev.ingot.deploy.variable;

import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Value;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sources and versions of modules that use variables and local values. Rules: static evaluation in
 * OpenTofu 1.12.
 */
public final class StaticSources implements ComputedSources {
  private final Function<ModuleConfiguration, StaticScope> scopes;

  private StaticSources(Function<ModuleConfiguration, StaticScope> scopes) {
    this.scopes = scopes;
  }

  /**
   * Those of a root module.
   *
   * @param variables where the values of its variables come from
   * @param setting made when it is needed
   */
  public static StaticSources of(VariableSources variables, Supplier<Setting> setting) {
    return new StaticSources(module -> new StaticScope(module, variables, setting.get()));
  }

  @Override
  public Optional<Value> value(
      ModuleConfiguration module, String call, Attribute argument, Diagnostics diagnostics) {
    return Optional.of(
        Evaluator.evaluate(argument.expression(), scopes.apply(module), diagnostics));
  }

  @Override
  public ComputedSources inner(ModuleConfiguration module, ModuleCall call) {
    return new StaticSources(
        inner -> StaticScope.called(inner, call.arguments(), scopes.apply(module)));
  }

  @Override
  public boolean additions() {
    return true;
  }
}
