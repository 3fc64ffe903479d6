package dev.ingot.deploy.variable;

import dev.ingot.deploy.GivenVariables;
import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.variable.GivenValue.Channel;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Collects the values of the root module's variables. Later ones win: environment ({@code
 * TF_VAR_name}), {@code terraform.tfvars}, {@code terraform.tfvars.json}, {@code *.auto.tfvars} and
 * {@code *.auto.tfvars.json} by name, then {@code -var} and {@code -var-file} in the order given.
 * Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Variables {
  private final Map<String, InputVariable> declared;
  private final GivenValues given;
  private final Diagnostics diagnostics;

  private Variables(Map<String, InputVariable> declared, GivenValues given) {
    this.declared = declared;
    this.given = given;
    this.diagnostics = given.diagnostics();
  }

  /**
   * The values.
   *
   * @param values converted to the types of their variables; for those with a default only the
   *     given ones
   * @param given the same, unconverted
   * @param inputs where they come from
   * @param misfits why values don't fit their variables; empty if there are other problems
   */
  public record Collected(
      Map<String, Value> values,
      Map<String, Value> given,
      Map<String, GivenValue> inputs,
      List<Diagnostic> diagnostics,
      Map<String, Diagnostic> misfits) {
    public Collected {
      misfits = Map.copyOf(misfits);
      inputs = Map.copyOf(inputs);
      values = Map.copyOf(values);
      given = Map.copyOf(given);
      diagnostics = List.copyOf(diagnostics);
    }

    /** Whether the only problem is that values don't fit their variables. */
    public boolean unsuitable() {
      return !misfits.isEmpty();
    }

    /** What the evaluation of variables has to know of the values. */
    public GivenVariables known() {
      Map<String, SourceRange> places = new HashMap<>();
      inputs.forEach((name, input) -> input.range().ifPresent(place -> places.put(name, place)));
      return new GivenVariables(places, misfits);
    }

    /** Whether there are errors. */
    public boolean hasErrors() {
      return Diagnostic.anyError(diagnostics);
    }
  }

  /**
   * Collects all values and asks for required ones that are missing.
   *
   * @param declared the variables of the root module
   */
  public static Collected collect(
      Map<String, InputVariable> declared, VariableSources sources, VariablePrompt prompt)
      throws IOException {
    return read(declared, sources).values(Optional.of(prompt));
  }

  /**
   * Collects the given values; doesn't ask for any and reports none as missing.
   *
   * @param declared the variables of the root module
   */
  public static Collected given(Map<String, InputVariable> declared, VariableSources sources)
      throws IOException {
    return read(declared, sources).values(Optional.empty());
  }

  /**
   * Collects the given values for tests: of other modules than the root module, too. Those of the
   * files in the folder of tests win.
   *
   * @param declared the variables of the root module
   * @param tests the folder of tests, relative to that of the configuration; empty for tests that
   *     are not in it
   */
  public static Collected forTests(
      Map<String, InputVariable> declared, VariableSources sources, Optional<String> tests)
      throws IOException {
    Variables variables = read(declared, sources);
    if (tests.isPresent()) {
      variables.given.usualFiles(sources.folder(), tests.get());
    }
    Collected collected = variables.values(Optional.empty(), false);
    Map<String, Value> all = new HashMap<>(collected.given());
    List<Diagnostic> problems = new ArrayList<>(collected.diagnostics());
    variables
        .given
        .byName()
        .forEach(
            (name, given) -> {
              Value value =
                  switch (given) {
                    case GivenValue.Filed filed -> filed.value();
                    case GivenValue.Text(String text, Channel _, String _) -> Value.of(text);
                  };
              if (all.putIfAbsent(name, value) == null
                  && !declared.containsKey(name)
                  && given instanceof GivenValue.Filed filed) {
                problems.addAll(filed.problems());
              }
            });
    return new Collected(
        collected.values(), all, variables.given.byName(), problems, collected.misfits());
  }

  private static Variables read(Map<String, InputVariable> declared, VariableSources sources)
      throws IOException {
    return new Variables(declared, GivenValues.read(declared, sources));
  }

  private Collected values(Optional<VariablePrompt> prompt) {
    return values(prompt, true);
  }

  private Collected values(Optional<VariablePrompt> prompt, boolean declaredOnly) {
    if (diagnostics.hasErrors()) {
      return new Collected(Map.of(), Map.of(), Map.of(), diagnostics.list(), Map.of());
    }
    if (declaredOnly) {
      given.warnOfUndeclared();
    }
    Map<String, Value> values = new HashMap<>();
    Map<String, Value> unconverted = new HashMap<>();
    Map<String, Diagnostic> misfits = new LinkedHashMap<>();
    // People are asked in the order of names.
    for (InputVariable variable : new TreeMap<>(declared).values()) {
      Optional<GivenValue> found = given.find(variable.name());
      if (found.isEmpty() && variable.required() && prompt.isPresent()) {
        found =
            prompt
                .get()
                .ask(variable)
                .map(text -> new GivenValue.Text(text, Channel.ANSWER, variable.name()));
      }
      if (found.isEmpty()) {
        if (variable.required() && prompt.isPresent()) {
          missing(variable);
        }
        continue;
      }
      Diagnostics own = new Diagnostics();
      Optional<Value> value = value(variable, found.get(), own);
      diagnostics.addAll(own);
      if (value.isEmpty() && variable.required() && prompt.isPresent()) {
        missing(variable);
      }
      boolean lacks = value.isPresent() && value.get().isNull() && !variable.nullable();
      if (lacks && variable.defaultValue().isEmpty()) {
        misfits.put(variable.name(), notNull(variable, found.get()));
      }
      if (value.isPresent() && !lacks) {
        unconverted.put(variable.name(), value.get());
        Conversion.Result converted = Conversion.convert(value.get(), variable.constraint());
        if (converted.problem().isPresent()) {
          misfits.put(
              variable.name(), unsuitable(variable, found.get(), converted.problem().get()));
        } else {
          values.put(variable.name(), converted.value());
        }
      }
    }
    if (diagnostics.hasErrors()) {
      misfits.clear();
    }
    diagnostics.addAll(misfits.values());
    return new Collected(values, unconverted, given.byName(), diagnostics.list(), misfits);
  }

  private static Optional<Value> value(
      InputVariable variable, GivenValue given, Diagnostics diagnostics) {
    return switch (given) {
      case GivenValue.Filed filed -> {
        diagnostics.addAll(filed.problems());
        yield diagnostics.hasErrors() ? Optional.empty() : Optional.of(filed.value());
      }
      case GivenValue.Text(String text, Channel _, String _) -> {
        if (!variable.takesExpressions()) {
          yield Optional.of(Value.of(text));
        }
        SourceFile typed = SourceFile.unlisted("<value for var." + variable.name() + ">", text);
        SourceFile file = variable.sensitive() ? typed.hidden() : typed;
        Expression expression = Syntax.parseExpression(file, diagnostics);
        if (diagnostics.hasErrors()) {
          yield Optional.empty();
        }
        Value value = Constants.evaluate(expression, diagnostics);
        yield diagnostics.hasErrors() ? Optional.empty() : Optional.of(value);
      }
    };
  }

  /** Null stands for the default, so that it is none where there is no default. */
  private static Diagnostic notNull(InputVariable variable, GivenValue given) {
    return Diagnostic.error(
        "Required variable not set",
        (given.range().isPresent()
                ? "The given value is not suitable for var."
                    + variable.name()
                    + " defined at "
                    + variable.declaration()
                : "Unsuitable value for var." + variable.name() + " " + given.origin())
            + ": required variable may not be set to null.",
        given.range().orElse(variable.declaration()));
  }

  private void missing(InputVariable variable) {
    diagnostics.error(
        "No value for required variable",
        "The root module input variable \""
            + variable.name()
            + "\" is not set, and has no default value. Use a -var or -var-file command line"
            + " argument to provide a value for this variable.",
        variable.declaration());
  }

  private static Diagnostic unsuitable(
      InputVariable variable, GivenValue given, Conversion.Problem problem) {
    String detail =
        given.range().isPresent()
            ? "The given value is not suitable for var."
                + variable.name()
                + " declared at "
                + variable.declaration()
                + ": "
                + problem.message()
                + "."
            : "Unsuitable value for var."
                + variable.name()
                + " "
                + given.origin()
                + ": "
                + problem.message()
                + ".";
    return Diagnostic.error(
        "Invalid value for input variable", detail, given.range().orElse(variable.declaration()));
  }
}
