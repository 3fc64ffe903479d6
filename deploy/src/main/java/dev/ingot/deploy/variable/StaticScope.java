package dev.ingot.deploy.variable;

import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.LocalValue;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
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
  private final Given variables;
  private final Setting setting;
  private final Map<String, Value> locals = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /** Gives the values of variables that are set. */
  private interface Given {
    Optional<Value> value(InputVariable variable, Diagnostics diagnostics);

    /** What to do about a variable that is not. */
    String remedy(InputVariable variable);
  }

  /**
   * @param module the root module
   * @param sources where the values of its variables come from
   */
  public StaticScope(ModuleConfiguration module, VariableSources sources, Setting setting) {
    this(module, new OfRoot(module, sources), setting);
  }

  private StaticScope(ModuleConfiguration module, Given variables, Setting setting) {
    this.module = module;
    this.variables = variables;
    this.setting = setting;
  }

  /**
   * What names mean in a module that is called.
   *
   * @param arguments of the call
   * @param caller where the arguments are evaluated
   */
  static StaticScope called(
      ModuleConfiguration module, Map<String, Body.Attribute> arguments, StaticScope caller) {
    return new StaticScope(module, new OfCall(arguments, caller), caller.setting);
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
        variables
            .value(variable, diagnostics)
            .filter(found -> variable.nullable() || !found.isNull())
            .or(variable::defaultValue);
    if (value.isEmpty() && !diagnostics.hasErrors()) {
      refuse("No value for required variable", variables.remedy(variable), traversal, diagnostics);
    }
    return value.map(found -> variable.sensitive() ? found.marked(Marks.SENSITIVE) : found);
  }

  /** Variables of the root module, whose sources are read when the first of them is needed. */
  private static final class OfRoot implements Given {
    private final ModuleConfiguration module;
    private final VariableSources sources;
    private Optional<Map<String, Value>> given = Optional.empty();

    OfRoot(ModuleConfiguration module, VariableSources sources) {
      this.module = module;
      this.sources = sources;
    }

    @Override
    public Optional<Value> value(InputVariable variable, Diagnostics diagnostics) {
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
      return Optional.ofNullable(given.get().get(variable.name()));
    }

    @Override
    public String remedy(InputVariable variable) {
      return "The root module input variable \""
          + variable.name()
          + "\" is not set, and has no default value. It is needed before the state is read:"
          + " set TF_VAR_"
          + variable.name()
          + ", or give it in a terraform.tfvars or *.auto.tfvars file.";
    }
  }

  /** Variables of a module that is called. */
  private record OfCall(Map<String, Body.Attribute> arguments, StaticScope caller)
      implements Given {
    @Override
    public Optional<Value> value(InputVariable variable, Diagnostics diagnostics) {
      Body.Attribute argument = arguments.get(variable.name());
      return argument == null
          ? Optional.empty()
          : Optional.of(
              Conversion.convert(
                      Evaluator.evaluate(argument.expression(), caller, diagnostics),
                      variable.constraint())
                  .value());
    }

    @Override
    public String remedy(InputVariable variable) {
      return "The variable \"" + variable.name() + "\" is not set by the call of its module.";
    }
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
      case "root" -> Optional.of(Value.of("."));
      case "module" -> Optional.of(Value.of(module.folder().isEmpty() ? "." : module.folder()));
      default -> Optional.empty();
    };
  }
}
