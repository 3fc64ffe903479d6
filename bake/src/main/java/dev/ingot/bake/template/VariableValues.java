package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.Validation;
import dev.ingot.bake.template.TemplateBlocks.Variable;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the values of a template's variables: defaults, then the environment, automatic files,
 * and the command line in its order. Rules: the documentation of Packer's variables.
 */
final class VariableValues {
  private static final String PREFIX = "PKR_VAR_";

  private final TemplateBlocks template;
  private final StaticValues literals;
  private final StaticValues defaults;
  private final Diagnostics diagnostics;
  private final Map<String, Given> given = new LinkedHashMap<>();

  private record Given(Value value, SourceRange range) {}

  /**
   * @param literals evaluates values in files and on the command line
   * @param defaults evaluates defaults, which may read the environment
   */
  VariableValues(
      TemplateBlocks template,
      StaticValues literals,
      StaticValues defaults,
      Diagnostics diagnostics) {
    this.template = template;
    this.literals = literals;
    this.defaults = defaults;
    this.diagnostics = diagnostics;
  }

  /** The value of every variable; unknown where an error was reported. */
  Map<String, Value> resolve(VariableInputs inputs, List<Path> automaticFiles) {
    for (Variable variable : template.variables().values()) {
      String text = inputs.environment().get(PREFIX + variable.name());
      if (text != null) {
        text(variable, text, "value of the environment variable " + PREFIX + variable.name());
      }
    }
    automaticFiles.forEach(file -> file(file, inputs.warnOfUndeclared()));
    for (VariableInputs.Assignment assignment : inputs.assignments()) {
      if (assignment instanceof VariableInputs.Assignment.ValuesFile(Path file)) {
        file(file, inputs.warnOfUndeclared());
      }
    }
    for (VariableInputs.Assignment assignment : inputs.assignments()) {
      if (assignment instanceof VariableInputs.Assignment.Text(String name, String text)) {
        option(name, text);
      }
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (Variable variable : template.variables().values()) {
      values.put(variable.name(), value(variable));
    }
    return values;
  }

  /** Reports each validation that fails. */
  void validate(TemplateScope scope) {
    for (Variable variable : template.variables().values()) {
      for (Validation validation : variable.validations()) {
        Value condition = Evaluator.evaluate(validation.condition(), scope, diagnostics);
        if (condition.unmarked() instanceof Value.BoolValue(boolean holds) && !holds) {
          Value message = Evaluator.evaluate(validation.errorMessage(), scope, diagnostics);
          String text =
              message.unmarked() instanceof Value.StringValue(String said)
                  ? message.marks().sensitive()
                      ? "The error message contains a sensitive value, so it is not shown."
                      : said
                  : "The value does not meet the condition of the validation.";
          SourceRange place =
              Optional.ofNullable(given.get(variable.name()))
                  .map(Given::range)
                  .orElse(validation.range());
          diagnostics.add(
              Diagnostic.error("Invalid value for variable", text, place)
                  .in(validation.condition().range()));
        } else if (condition.isKnown() && !(condition.unmarked() instanceof Value.BoolValue)) {
          diagnostics.error(
              "Invalid condition",
              "The condition of a validation must be true or false.",
              validation.condition().range());
        }
      }
    }
  }

  private Value value(Variable variable) {
    Marks marks = variable.sensitive() ? Marks.SENSITIVE : Marks.NONE;
    Given from = given.get(variable.name());
    if (from == null && variable.defaultValue().isPresent()) {
      var expression = variable.defaultValue().get();
      from = new Given(defaults.value(expression, diagnostics), expression.range());
    }
    if (from == null) {
      diagnostics.error(
          "Variable without a value",
          "var."
              + variable.name()
              + " has no default and no value. Set it with -var "
              + variable.name()
              + "=VALUE, in a *.auto.pkrvars.hcl file, or with the environment variable "
              + PREFIX
              + variable.name()
              + ".",
          variable.range());
      return Value.unknown(variable.type().orElse(TypeConstraint.ANY).valueType()).marked(marks);
    }
    Value converted =
        variable.type().isPresent()
            ? TypeConstraints.convert(
                from.value(), variable.type().get(), from.range(), diagnostics)
            : likeDefault(variable, from);
    return converted.marked(marks);
  }

  /** Without a declared type, a given value is converted to the type of a primitive default. */
  private Value likeDefault(Variable variable, Given from) {
    if (!given.containsKey(variable.name()) || variable.defaultValue().isEmpty()) {
      return from.value();
    }
    Type type = defaults.value(variable.defaultValue().get(), new Diagnostics()).type();
    return type instanceof Type.Primitive
        ? TypeConstraints.convert(from.value(), TypeConstraint.of(type), from.range(), diagnostics)
        : from.value();
  }

  private void option(String name, String text) {
    Variable variable = template.variables().get(name);
    if (variable == null) {
      diagnostics.add(
          Diagnostic.error(
              "Unknown variable",
              "The template declares no variable \""
                  + name
                  + "\", which -var sets."
                  + Suggestion.hint(name, template.variables().keySet())));
      return;
    }
    text(variable, text, "value of -var " + name);
  }

  /** Text is taken literally for a string, number or boolean; otherwise it is an expression. */
  private void text(Variable variable, String text, String origin) {
    SourceFile file = new SourceFile("<" + origin + ">", text);
    SourceRange range = file.range(0, text.length());
    boolean simple =
        variable
            .type()
            .map(type -> type.type() instanceof Type.Primitive)
            .orElse(!looksComposed(variable));
    Value value =
        simple
            ? Value.of(text)
            : literals.value(Syntax.parseExpression(file, diagnostics), diagnostics);
    given.put(variable.name(), new Given(value, range));
  }

  private boolean looksComposed(Variable variable) {
    return variable.defaultValue().isPresent()
        && !(defaults.value(variable.defaultValue().get(), new Diagnostics()).type()
            instanceof Type.Primitive);
  }

  private void file(Path path, boolean warnOfUndeclared) {
    Optional<TemplateFiles.Parsed> parsed = TemplateFiles.parse(path, diagnostics);
    if (parsed.isEmpty()) {
      return;
    }
    for (Attribute attribute : parsed.get().body().attributes(diagnostics).values()) {
      if (template.variables().containsKey(attribute.name())) {
        Value value = literals.value(attribute.expression(), diagnostics);
        given.put(attribute.name(), new Given(value, attribute.expression().range()));
      } else if (warnOfUndeclared) {
        diagnostics.add(
            Diagnostic.warning(
                "Value for an undeclared variable",
                "The template declares no variable \""
                    + attribute.name()
                    + "\"."
                    + Suggestion.hint(attribute.name(), template.variables().keySet()),
                attribute.nameRange()));
      }
    }
  }
}
