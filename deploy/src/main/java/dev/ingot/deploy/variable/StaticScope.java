package dev.ingot.deploy.variable;

import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.LocalValue;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What names mean before there is a state: variables, local values, {@code path} and {@code
 * terraform.workspace}. Each is evaluated when it is asked for. Rules: static evaluation in
 * OpenTofu 1.12.
 */
public final class StaticScope implements Scope {
  private final ModuleConfiguration module;
  private final VariableSources sources;
  private final Setting setting;
  private final Map<String, Value> locals = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private Optional<Map<String, Value>> given = Optional.empty();

  /**
   * @param module the root module
   * @param sources where the values of its variables come from
   */
  public StaticScope(ModuleConfiguration module, VariableSources sources, Setting setting) {
    this.module = module;
    this.sources = sources;
    this.setting = setting;
  }

  @Override
  public List<String> names() {
    return List.of("local", "path", "terraform", "var");
  }

  @Override
  public Functions functions() {
    return setting.functions();
  }

  @Override
  public Environment environment() {
    return setting.environment(false);
  }

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    if (!names().contains(traversal.root())
        || traversal.steps().isEmpty()
        || !(traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _))) {
      refuse(
          "Dynamic value in static context",
          "Only variables, local values, path and terraform.workspace can be used here: this has to"
              + " be known before the state is read.",
          traversal,
          diagnostics);
      return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
    }
    Optional<Value> value =
        switch (traversal.root()) {
          case "var" -> variable(name, traversal, diagnostics);
          case "local" -> local(name, traversal, diagnostics);
          case "path" -> path(name);
          default ->
              name.equals("workspace")
                  ? Optional.of(Value.of(setting.workspace()))
                  : Optional.empty();
        };
    if (value.isEmpty() && !diagnostics.hasErrors()) {
      refuse(
          "Invalid reference",
          "There is no " + traversal.root() + "." + name + ".",
          traversal,
          diagnostics);
    }
    return Optional.of(
        value
            .map(found -> new Resolved(found, 1))
            .orElseGet(() -> new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size())));
  }

  private static void refuse(
      String summary, String detail, Traversal traversal, Diagnostics diagnostics) {
    diagnostics.error(summary, detail, traversal.range());
  }

  private Optional<Value> variable(String name, Traversal traversal, Diagnostics diagnostics) {
    InputVariable variable = module.variables().get(name);
    if (variable == null) {
      return Optional.empty();
    }
    Optional<Value> value =
        Optional.ofNullable(given(diagnostics).get(name))
            .filter(found -> variable.nullable() || !found.isNull())
            .or(variable::defaultValue);
    if (value.isEmpty() && !diagnostics.hasErrors()) {
      refuse(
          "No value for required variable",
          "The root module input variable \""
              + name
              + "\" is not set, and has no default value. It is needed before the state is read:"
              + " set TF_VAR_"
              + name
              + ", or give it in a terraform.tfvars or *.auto.tfvars file.",
          traversal,
          diagnostics);
    }
    return value.map(found -> variable.sensitive() ? found.marked(Marks.SENSITIVE) : found);
  }

  private Map<String, Value> given(Diagnostics diagnostics) {
    if (given.isEmpty()) {
      try {
        Variables.Collected collected = Variables.given(module.variables(), sources);
        collected.diagnostics().stream().filter(Diagnostic::isError).forEach(diagnostics::add);
        given = Optional.of(collected.values());
      } catch (IOException e) {
        diagnostics.add(
            Diagnostic.error("Failed to read variables", String.valueOf(e.getMessage())));
        given = Optional.of(Map.of());
      }
    }
    return given.get();
  }

  private Optional<Value> local(String name, Traversal traversal, Diagnostics diagnostics) {
    LocalValue local = module.locals().get(name);
    if (local == null) {
      return Optional.empty();
    }
    Value known = locals.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (!open.add(name)) {
      refuse(
          "Circular reference",
          "Local values refer to each other: " + String.join(", ", open) + ".",
          traversal,
          diagnostics);
      return Optional.empty();
    }
    Value value = Evaluator.evaluate(local.expression(), this, diagnostics);
    open.remove(name);
    locals.put(name, value);
    return Optional.of(value);
  }

  private Optional<Value> path(String name) {
    return switch (name) {
      case "cwd" -> Optional.of(Value.of(setting.workingFolder().toAbsolutePath().toString()));
      case "root", "module" -> Optional.of(Value.of("."));
      default -> Optional.empty();
    };
  }
}
