package dev.ingot.deploy.test;

import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The variables of one run: given for all tests, then those of the file, then those of the run. */
final class RunVariables {
  private final TestFile file;
  private final TestRun run;
  private final Map<String, InputVariable> declared;
  private final Diagnostics diagnostics;

  /**
   * @param declared the variables of the module under test
   */
  RunVariables(
      TestFile file, TestRun run, Map<String, InputVariable> declared, Diagnostics diagnostics) {
    this.file = file;
    this.run = run;
    this.declared = declared;
    this.diagnostics = diagnostics;
  }

  /**
   * The values as they are given.
   *
   * @param ofFile what the variables of the file may refer to, with the variables given so far
   * @param ofRun the same for those of the run
   */
  Map<String, Value> given(
      Map<String, Value> ofAll,
      Function<Map<String, Value>, Scope> ofFile,
      Function<Map<String, Value>, Scope> ofRun) {
    Map<String, Value> values = new HashMap<>(ofAll);
    put(values, needed(), ofFile.apply(Map.copyOf(values)));
    run.variables().values().forEach(this::undeclared);
    put(values, run.variables(), ofRun.apply(Map.copyOf(values)));
    return values;
  }

  /**
   * The variables of the file that the module under test or an expression of the run or of a
   * provider uses.
   */
  private Map<String, Attribute> needed() {
    if (!file.providers().isEmpty()) {
      return file.variables();
    }
    Set<String> names = new HashSet<>(declared.keySet());
    List<Expression> used = new ArrayList<>();
    run.variables().values().forEach(each -> used.add(each.expression()));
    for (Condition assertion : run.assertions()) {
      used.add(assertion.condition());
      used.add(assertion.errorMessage());
    }
    for (Expression each : used) {
      for (Traversal traversal : Evaluator.references(each)) {
        if (traversal.root().equals("var")
            && !traversal.steps().isEmpty()
            && traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _)) {
          names.add(name);
        }
      }
    }
    Map<String, Attribute> needed = new LinkedHashMap<>(file.variables());
    needed.keySet().retainAll(names);
    return needed;
  }

  /** Where the values of variables are written, by the places of their declarations. */
  Map<SourceRange, SourceRange> places() {
    Map<SourceRange, SourceRange> places = new HashMap<>();
    for (InputVariable variable : declared.values()) {
      Attribute written = run.variables().get(variable.name());
      Attribute shared = file.variables().get(variable.name());
      if (written != null) {
        places.put(variable.declaration(), written.expression().range());
      } else if (shared != null) {
        places.put(variable.declaration(), shared.expression().range());
      }
    }
    return places;
  }

  private void put(Map<String, Value> values, Map<String, Attribute> added, Scope scope) {
    added.forEach(
        (name, value) ->
            values.put(name, Evaluator.evaluate(value.expression(), scope, diagnostics)));
  }

  private void undeclared(Attribute attribute) {
    if (!declared.containsKey(attribute.name())) {
      diagnostics.add(
          Diagnostic.warning(
              "Value for undeclared variable",
              "The module under test does not declare a variable named \""
                  + attribute.name()
                  + "\", but it is declared in run block \""
                  + run.name()
                  + "\".",
              attribute.range()));
    }
  }

  /** The values in the types of their variables. */
  Map<String, Value> converted(Map<String, Value> given) {
    Map<String, Value> values = new HashMap<>();
    for (InputVariable variable : declared.values()) {
      Value value = given.get(variable.name());
      if (value == null) {
        if (variable.required()) {
          diagnostics.error(
              "No value for required variable",
              "The module under test for run block \""
                  + run.name()
                  + "\" has a required variable \""
                  + variable.name()
                  + "\" with no set value. Use a -var or -var-file command line argument or add"
                  + " this variable into a \"variables\" block within the test file or run"
                  + " block.",
              variable.declaration());
        }
        continue;
      }
      Conversion.Result result = Conversion.convert(value, variable.constraint());
      if (result.problem().isPresent()) {
        diagnostics.error(
            "Invalid value for input variable",
            "The given value is not suitable for var."
                + variable.name()
                + " declared at "
                + variable.declaration()
                + ": "
                + result.problem().get()
                + ".",
            Optional.ofNullable(run.variables().get(variable.name()))
                .or(() -> Optional.ofNullable(file.variables().get(variable.name())))
                .map(attribute -> attribute.expression().range())
                .orElse(variable.declaration()));
      } else {
        values.put(variable.name(), result.value());
      }
    }
    return values;
  }
}
