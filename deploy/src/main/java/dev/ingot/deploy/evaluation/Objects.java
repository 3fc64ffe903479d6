package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.deploy.reference.Node;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Severity;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates variables, local values, outputs and module calls. Rules: the recorded behaviour of
 * Terraform 1.11.
 */
public final class Objects {
  private final World world;
  private final Map<String, Value> rootVariables;
  private final Checks checks;
  private final Rules rules;

  /** Which conditions are looked at. */
  public enum Rules {
    ALL,
    /** All, but those of outputs are only warned of. */
    WARNED,
    /** Those of variables, without keeping what came of them. */
    VARIABLES,
    NONE
  }

  /**
   * @param rootVariables the values of the root module's variables, converted already
   */
  public Objects(World world, Map<String, Value> rootVariables) {
    this(world, rootVariables, new Checks(), Rules.ALL);
  }

  /**
   * @param rootVariables the values of the root module's variables, converted already
   * @param checks receives the results of conditions
   * @param rules the conditions that are looked at: few may keep anything from being destroyed
   */
  public Objects(World world, Map<String, Value> rootVariables, Checks checks, Rules rules) {
    this.world = world;
    this.rootVariables = Map.copyOf(rootVariables);
    this.checks = checks;
    this.rules = rules;
  }

  private boolean validating() {
    return world.purpose() == World.Purpose.VALIDATE;
  }

  /** Evaluates a variable in all instances of its module. */
  public void variable(Node.Variable node, Diagnostics diagnostics) {
    InputVariable variable = node.variable();
    if (keepsResults()) {
      checks.reach(node, world.instances(node.module()));
    }
    for (ModuleInstance module : world.instances(node.module())) {
      Value value =
          module.parent().isPresent()
              ? argument(variable, module, module.parent().get(), diagnostics)
              : rootVariable(variable, diagnostics);
      module.setVariable(variable.name(), marked(variable, value));
      if (!node.validatedApart()) {
        validate(node, variable, module, diagnostics);
      }
      if (validating()) {
        // Its rules apart, a module must be valid whatever its callers give.
        Value any = Value.unknown(variable.constraint().valueType());
        module.setVariable(variable.name(), marked(variable, any));
      }
    }
  }

  private static Value marked(InputVariable variable, Value value) {
    Value marked = variable.sensitive() ? value.marked(Marks.SENSITIVE) : value;
    return variable.ephemeral() ? marked.marked(Marks.EPHEMERAL) : marked;
  }

  /** Evaluates the rules of a variable in all instances of its module. */
  public void validation(Node.Validation node, Diagnostics diagnostics) {
    for (ModuleInstance module : world.instances(node.module())) {
      validate(node, node.variable(), module, diagnostics);
    }
  }

  private void validate(
      Node node, InputVariable variable, ModuleInstance module, Diagnostics diagnostics) {
    if (rules == Rules.NONE || variable.validations().isEmpty()) {
      return;
    }
    List<Conditions.Outcome> outcomes =
        new Conditions(world, diagnostics).variable(variable, module);
    if (keepsResults()) {
      checks.add(node, module, outcomes);
    }
  }

  private Value rootVariable(InputVariable variable, Diagnostics diagnostics) {
    if (validating()) {
      return Value.unknown(variable.constraint().valueType());
    }
    Diagnostic misfit = world.setting().given().misfits().get(variable.name());
    if (misfit != null) {
      diagnostics.add(misfit);
      return Value.unknown(variable.constraint().valueType());
    }
    Value given = rootVariables.get(variable.name());
    if (given != null) {
      return given;
    }
    return variable
        .defaultValue()
        .orElseGet(() -> Value.unknown(variable.constraint().valueType()));
  }

  private Value argument(
      InputVariable variable,
      ModuleInstance module,
      ModuleInstance caller,
      Diagnostics diagnostics) {
    String call = module.nodes().tree().path().getLast();
    Attribute attribute =
        Optional.ofNullable(caller.nodes().tree().module().calls().get(call))
            .map(found -> found.arguments().get(variable.name()))
            .orElse(null);
    if (attribute == null) {
      return variable
          .defaultValue()
          .orElseGet(() -> Value.unknown(variable.constraint().valueType()));
    }
    Value value =
        Evaluator.evaluate(
            attribute.expression(), world.scope(caller, module.repetition()), diagnostics);
    SourceRange place = attribute.expression().range();
    if (value.isNull() && !variable.nullable()) {
      if (variable.defaultValue().isPresent()) {
        return variable.defaultValue().get();
      }
      diagnostics.error(
          "Required variable not set",
          "The given value is not suitable for "
              + module.address()
              + ".var."
              + variable.name()
              + " defined at "
              + variable.declaration()
              + ": required variable may not be set to null.",
          place);
      return Value.unknown(variable.constraint().valueType());
    }
    if (!variable.ephemeral() && Values.deepMarks(value).ephemeral()) {
      diagnostics.error(
          "Ephemeral value not allowed",
          "This input variable is not declared as accepting a ephemeral values, so it cannot be set"
              + " to a result derived from an ephemeral value.",
          place);
    }
    Conversion.Result converted = Conversion.convert(value, variable.constraint());
    converted
        .problem()
        .ifPresent(
            problem ->
                diagnostics.error(
                    "Invalid value for input variable",
                    "The given value is not suitable for "
                        + module.address()
                        + ".var."
                        + variable.name()
                        + " declared at "
                        + variable.declaration()
                        + ": "
                        + problem.message()
                        + ".",
                    place));
    return converted.value();
  }

  /** Evaluates a local value in all instances of its module. */
  public void local(Node.Local node, Diagnostics diagnostics) {
    for (ModuleInstance module : world.instances(node.module())) {
      module.setLocal(
          node.local().name(),
          Evaluator.evaluate(
              node.local().expression(), world.scope(module, RepetitionData.NONE), diagnostics));
    }
  }

  private boolean keepsResults() {
    return rules == Rules.ALL || rules == Rules.WARNED;
  }

  private Severity severity() {
    return rules == Rules.WARNED ? Severity.WARNING : Severity.ERROR;
  }

  /** Evaluates an output in all instances of its module. */
  public void output(Node.Output node, Diagnostics diagnostics) {
    OutputValue output = node.output();
    if (keepsResults()) {
      checks.reach(node, world.instances(node.module()));
    }
    for (ModuleInstance module : world.instances(node.module())) {
      Diagnostics own = new Diagnostics();
      checkEphemeral(node, own);
      ModuleScope scope = world.scope(module, RepetitionData.NONE);
      if (keepsResults()) {
        checks.add(node, module, new Conditions(world, own).output(output, scope, severity()));
      }
      Value value = Evaluator.evaluate(output.expression(), scope, own);
      if (!own.hasErrors()) {
        checkMarks(output, module, value, own);
      }
      if (!own.hasErrors()) {
        module.setOutput(output.name(), output.sensitive() ? value.marked(Marks.SENSITIVE) : value);
      }
      diagnostics.addAll(own);
    }
  }

  /** Evaluates an output only for its value: nothing is checked or reported. */
  public void outputValue(Node.Output node) {
    for (ModuleInstance module : world.instances(node.module())) {
      Diagnostics own = new Diagnostics();
      Value value =
          Evaluator.evaluate(
              node.output().expression(), world.scope(module, RepetitionData.NONE), own);
      if (!own.hasErrors()) {
        module.setOutput(node.output().name(), value);
      }
    }
  }

  /** Reports an output that would be stored, but must not. */
  private static void checkEphemeral(Node.Output node, Diagnostics diagnostics) {
    if (node.output().ephemeral() && node.module().isRoot()) {
      diagnostics.error(
          "Ephemeral output not allowed",
          "Ephemeral outputs are not allowed in context of a root module",
          node.output().declaration());
    }
  }

  private static void checkMarks(
      OutputValue output, ModuleInstance module, Value value, Diagnostics diagnostics) {
    Marks marks = Values.deepMarks(value);
    if (module.parent().isEmpty() && marks.sensitive() && !output.sensitive()) {
      diagnostics.add(
          Diagnostic.error(
              "Output refers to sensitive values",
              Phrase.of(
                  "To reduce the risk of accidentally exporting sensitive data that was intended to"
                      + " be only internal, Ingot requires that any root module output containing"
                      + " sensitive data be explicitly marked as sensitive, to confirm your"
                      + " intent.\n\nIf you do intend to export this data, annotate the output"
                      + " value as sensitive by adding the following argument:\n"
                      + "    sensitive = true"),
              output.declaration()));
    }
    if (marks.ephemeral() && !output.ephemeral()) {
      diagnostics.error(
          "Ephemeral value not allowed",
          "This output value is not declared as returning an ephemeral value, so it cannot be set"
              + " to a result derived from an ephemeral value.",
          output.expression().range());
    } else if (output.ephemeral() && !marks.ephemeral()) {
      diagnostics.error(
          "Value not allowed in ephemeral output",
          "This output value is declared as returning an ephemeral value, so it can only be set to"
              + " an ephemeral value.",
          output.expression().range());
    }
  }

  /** Finds the instances of a module call in all instances of the calling module. */
  public void call(Node.Call node, Diagnostics diagnostics) {
    for (ModuleInstance module : world.instances(node.module())) {
      Optional<Expansion> expansion =
          new Expansions(world, diagnostics).evaluate(module, node.call());
      expansion.ifPresent(
          found -> module.expandCall(node.call().name(), representative(node, found)));
    }
  }

  /** While checking, one instance stands for those that are not known. */
  private static Expansion representative(Node.Call node, Expansion found) {
    if (found.kind() != Expansion.Kind.UNKNOWN) {
      return found;
    }
    return new Expansion(
        Expansion.Kind.UNKNOWN,
        Map.of(
            dev.ingot.address.InstanceKey.none(),
            node.call().count().isPresent()
                ? RepetitionData.anyCount()
                : RepetitionData.anyEach()));
  }
}
