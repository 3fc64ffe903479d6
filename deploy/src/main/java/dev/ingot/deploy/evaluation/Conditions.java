package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.Condition;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.configuration.OutputValue;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Severity;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Marks;
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
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(condition.condition(), scope, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return new Outcome(Result.ERROR, "");
    }
    Result result = truth(value);
    String text = "";
    switch (result) {
      case PASS, UNKNOWN -> {}
      case ERROR ->
          diagnostics.error(
              "Invalid variable validation result",
              "Validation condition expression must return either true or false.",
              condition.condition().range());
      case FAIL -> {
        text =
            message(condition.errorMessage(), scope, "Invalid variable validation error message")
                .orElse("(the error message could not be evaluated)");
        diagnostics.add(
            Diagnostic.error(
                    "Invalid value for variable",
                    text
                        + "\n\nThis was checked by the validation rule at "
                        + condition.declaration()
                        + ".",
                    variableRange(variable, module))
                .with(
                    given.marks().sensitive()
                        ? List.of()
                        : Shown.values(condition.condition(), scope, false)));
      }
    }
    return new Outcome(result, text);
  }

  private static dev.ingot.lang.SourceRange variableRange(
      InputVariable variable, ModuleInstance module) {
    if (module.parent().isEmpty()) {
      return variable.declaration();
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

  /** One condition; reported with the summary given when it doesn't hold. */
  public Outcome check(Condition condition, Scope scope, String failure, Severity severity) {
    return check(condition, scope, failure, severity, false);
  }

  private Outcome check(
      Condition condition, Scope scope, String failure, Severity severity, boolean separate) {
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(condition.condition(), scope, own);
    for (Diagnostic each : own.list()) {
      diagnostics.add(severity == Severity.ERROR ? each : each.asWarning());
    }
    if (own.hasErrors()) {
      return new Outcome(Result.ERROR, "");
    }
    Result result = truth(value);
    String text = "";
    switch (result) {
      case PASS, UNKNOWN -> {}
      case ERROR ->
          diagnostics.add(
              Shown.of(
                  severity,
                  "Invalid condition result",
                  "Condition expression must return either true or false"
                      + (value.isNull() ? ", not null." : "."),
                  condition.condition(),
                  scope));
      case FAIL -> {
        if (world.purpose() == World.Purpose.VALIDATE) {
          return new Outcome(Result.UNKNOWN, "");
        }
        text =
            message(condition.errorMessage(), scope, "Invalid error message")
                .orElse("This check failed, but has an invalid error message.");
        Diagnostic failed = Shown.of(severity, failure, text, condition.condition(), scope);
        diagnostics.add(separate ? failed.asSeparate() : failed);
      }
    }
    return new Outcome(result, text);
  }

  private static Result truth(Value value) {
    return switch (value.unmarked()) {
      case Value.BoolValue(boolean truth) -> truth ? Result.PASS : Result.FAIL;
      case Value.StringValue(String text) ->
          switch (text) {
            case "true", "1" -> Result.PASS;
            case "false", "0" -> Result.FAIL;
            default -> Result.ERROR;
          };
      case Value.UnknownValue(Type type, var _) ->
          type.equals(Type.BOOL) || type.equals(Type.STRING) || type.equals(Type.DYNAMIC)
              ? Result.UNKNOWN
              : Result.ERROR;
      default -> Result.ERROR;
    };
  }

  private Optional<String> message(Expression expression, Scope scope, String summary) {
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    Marks marks = Values.deepMarks(value);
    if (marks.ephemeral()) {
      diagnostics.error(
          "Error message refers to ephemeral values",
          Phrase.of(
              "The error expression used to explain this condition refers to ephemeral values."
                  + " Ingot will not display the resulting message.\n\nYou can correct this by"
                  + " removing references to ephemeral values, or by carefully using the"
                  + " ephemeralasnull() function if the expression will not reveal the ephemeral"
                  + " data."),
          expression.range());
    }
    if (!marks.isEmpty()) {
      return Optional.of(
          "The error message included a sensitive value, so it will not be displayed.");
    }
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> Optional.of(text.strip());
      case Value.NumberValue(BigFloat number) -> Optional.of(number.toString());
      case Value.BoolValue(boolean truth) -> Optional.of(Boolean.toString(truth));
      default -> {
        diagnostics.error(
            summary, "The error message must be a string that is known.", expression.range());
        yield Optional.empty();
      }
    };
  }
}
