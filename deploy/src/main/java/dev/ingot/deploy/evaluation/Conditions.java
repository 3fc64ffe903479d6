package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Severity;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/** Evaluates conditions. Rules: the recorded behaviour of Terraform 1.11. */
public final class Conditions {
  private final World world;
  private final Diagnostics diagnostics;

  /** The result of a condition. */
  public enum Result {
    /** It holds. */
    PASS,
    /** It doesn't hold. */
    FAIL,
    /** It can't be told yet. */
    UNKNOWN,
    /** It could not be evaluated. */
    ERROR
  }

  /**
   * The result of a condition, and why.
   *
   * @param message the error message where it doesn't hold; otherwise empty
   */
  public record Outcome(Result result, String message) {
    /** Whether it doesn't stand in the way: it holds, or that can't be told yet. */
    public boolean isGood() {
      return result == Result.PASS || result == Result.UNKNOWN;
    }
  }

  /**
   * @param diagnostics receives what is wrong
   */
  public Conditions(World world, Diagnostics diagnostics) {
    this.world = world;
    this.diagnostics = diagnostics;
  }

  /** The results of the rules of a variable, in order. */
  List<Outcome> variable(InputVariable variable, ModuleInstance module) {
    ModuleScope scope = world.scope(module, RepetitionData.NONE);
    return variable.validations().stream()
        .map(rule -> rule(rule, variable, module, scope))
        .toList();
  }

  private Outcome rule(
      Condition condition, InputVariable variable, ModuleInstance module, ModuleScope scope) {
    Value given = module.variable(variable.name()).orElse(Value.unknown(Type.DYNAMIC));
    Verdict verdict = truth(condition.condition(), scope);
    if (verdict.failed()) {
      Evaluator.evaluate(condition.errorMessage(), scope, diagnostics);
      return new Outcome(Result.ERROR, "");
    }
    List<Diagnostic.NamedValue> values =
        given.marks().sensitive() ? List.of() : Shown.values(condition.condition(), scope, false);
    if (verdict.result() == Result.ERROR) {
      diagnostics.add(
          Diagnostic.error(
                  "Invalid variable validation result",
                  verdict.isNull()
                      ? "Validation condition expression must return either true or false, not"
                          + " null."
                      : "Invalid validation condition result value: " + verdict.problem() + ".",
                  condition.condition().range())
              .with(values));
      return new Outcome(Result.ERROR, "");
    }
    if (verdict.result() != Result.FAIL) {
      return new Outcome(verdict.result(), "");
    }
    Optional<String> text =
        new ConditionMessage(diagnostics)
            .ofVariable(condition.errorMessage(), scope, given.marks().sensitive());
    text.ifPresent(
        message ->
            diagnostics.add(
                Diagnostic.error(
                        "Invalid value for variable",
                        message
                            + "\n\nThis was checked by the validation rule at "
                            + condition.declaration()
                            + ".",
                        variableRange(variable, module))
                    .with(values)));
    return new Outcome(text.isPresent() ? Result.FAIL : Result.ERROR, text.orElse(""));
  }

  private SourceRange variableRange(InputVariable variable, ModuleInstance module) {
    if (module.parent().isEmpty()) {
      return world.setting().given().places().getOrDefault(variable.name(), variable.declaration());
    }
    String call = module.nodes().tree().path().getLast();
    var calling = module.parent().get().nodes().tree().module().calls().get(call);
    var argument = calling == null ? null : calling.arguments().get(variable.name());
    return argument == null ? variable.declaration() : argument.expression().range();
  }

  /** The results of the rules of an output, in order. */
  List<Outcome> output(OutputValue output, ModuleScope scope, Severity severity) {
    return output.preconditions().stream()
        .map(rule -> check(rule, scope, "Module output value precondition failed", severity))
        .toList();
  }

  /** One assertion of a check block; that it fails is a warning of its own. */
  public Outcome assertion(Condition condition, Scope scope) {
    return check(condition, scope, "Check block assertion failed", Severity.WARNING, true);
  }

  /** Checks an assertion of a check block as far as that is possible without values. */
  public void checkAssertion(Condition condition, Scope scope) {
    Evaluator.evaluate(condition.condition(), scope, diagnostics);
    new ConditionMessage(diagnostics).of(condition.errorMessage(), scope);
  }

  /** Checks a condition of a resource as far as that is possible without values. */
  public void checkCondition(Condition condition, Scope scope) {
    Evaluator.evaluate(condition.condition(), scope, diagnostics);
    Evaluator.evaluate(condition.errorMessage(), scope, diagnostics);
  }

  /** One condition; reported with the summary given when it doesn't hold. */
  public Outcome check(Condition condition, Scope scope, String failure, Severity severity) {
    return check(condition, scope, failure, severity, false);
  }

  /** An assertion of a run of a test. */
  public Outcome ofRun(Condition condition, Scope scope) {
    Verdict verdict = truth(condition.condition(), scope);
    Diagnostics own = new Diagnostics();
    Optional<String> text = new ConditionMessage(own).ofRun(condition.errorMessage(), scope);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return new Outcome(Result.ERROR, "");
    }
    return switch (verdict.result()) {
      case PASS, UNKNOWN -> new Outcome(verdict.result(), "");
      case ERROR -> {
        if (!verdict.failed()) {
          diagnostics.add(
              Shown.of(
                  Severity.ERROR,
                  "Invalid condition run",
                  verdict.isNull()
                      ? "Condition expression must return either true or false, not null."
                      : "Invalid condition run value: " + verdict.problem() + ".",
                  condition.condition(),
                  scope));
        }
        yield new Outcome(Result.ERROR, "");
      }
      case FAIL -> {
        diagnostics.add(
            Shown.of(
                Severity.ERROR,
                "Test assertion failed",
                text.orElse(""),
                condition.condition(),
                scope));
        yield new Outcome(Result.FAIL, text.orElse(""));
      }
    };
  }

  private Outcome check(
      Condition condition, Scope scope, String failure, Severity severity, boolean separate) {
    Diagnostics own = new Diagnostics();
    Conditions inner = new Conditions(world, own);
    Verdict verdict = inner.truth(condition.condition(), scope);
    Optional<String> text = new ConditionMessage(own).of(condition.errorMessage(), scope);
    Severity worst = separate ? Severity.ERROR : severity;
    for (Diagnostic each : own.list()) {
      Diagnostic told = worst == Severity.ERROR ? each : each.asWarning();
      diagnostics.add(separate ? told.asSeparate() : told);
    }
    if (own.hasErrors()) {
      return new Outcome(Result.ERROR, "");
    }
    return switch (verdict.result()) {
      case PASS, UNKNOWN -> new Outcome(verdict.result(), "");
      case ERROR -> {
        diagnostics.add(
            Shown.of(
                worst,
                "Invalid condition result",
                verdict.isNull()
                    ? "Condition expression must return either true or false, not null."
                    : "Invalid condition result value: " + verdict.problem() + ".",
                condition.condition(),
                scope));
        yield new Outcome(Result.ERROR, "");
      }
      case FAIL -> {
        String message = text.orElse(ConditionMessage.INVALID);
        Diagnostic failed = Shown.of(severity, failure, message, condition.condition(), scope);
        diagnostics.add(separate ? failed.asSeparate() : failed);
        yield new Outcome(Result.FAIL, message);
      }
    };
  }

  /**
   * The value of a condition as a result.
   *
   * @param failed whether its evaluation failed, which has been reported
   * @param isNull whether it is no result because it is null
   * @param problem why it is no result otherwise
   */
  private record Verdict(Result result, boolean failed, boolean isNull, String problem) {}

  private Verdict truth(Expression condition, Scope scope) {
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(condition, scope, own).unmarked();
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return new Verdict(Result.ERROR, true, false, "");
    }
    if (value.isNull()) {
      return new Verdict(Result.ERROR, false, true, "");
    }
    if (!value.isKnown()) {
      return new Verdict(Result.UNKNOWN, false, false, "");
    }
    Conversion.Result converted = Conversion.convert(value, Type.BOOL);
    return converted.problem().isPresent()
        ? new Verdict(Result.ERROR, false, false, converted.problem().get().toString())
        : new Verdict(
            Values.isTrue(converted.value()) ? Result.PASS : Result.FAIL, false, false, "");
  }
}
