package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.TypeExpression;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Evaluates expressions that must be constant: functions and literals only. */
public final class StaticValues {
  private final Scope scope;

  /** With these functions and this environment. */
  public StaticValues(Scope.Functions functions, Scope.Environment environment) {
    this.scope = new NoNames(functions, environment);
  }

  private record NoNames(Scope.Functions functions, Scope.Environment environment)
      implements Scope {
    @Override
    public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
      diagnostics.error(
          "Names are not allowed here",
          "This is read before variables and other names have values; use a literal value.",
          traversal.range());
      return Optional.of(
          new Resolved(dev.ingot.lang.value.Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
    }

    @Override
    public List<String> names() {
      return List.of();
    }
  }

  /** The value of an expression; unknown where an error was reported. */
  public Value value(Expression expression, Diagnostics diagnostics) {
    return Evaluator.evaluate(expression, scope, diagnostics);
  }

  /** The type an expression names; any type where an error was reported. */
  public TypeConstraint type(Expression expression, Diagnostics diagnostics) {
    return TypeExpression.parseVariableType(expression, scope, diagnostics);
  }

  /** The text of an attribute; anything else is reported. */
  public Optional<String> text(Attribute attribute, Diagnostics diagnostics) {
    Value value = value(attribute.expression(), diagnostics);
    if (value.unmarked() instanceof Value.StringValue(String text)) {
      return Optional.of(text);
    }
    if (value.isKnown()) {
      diagnostics.error(
          "String expected", attribute.name() + " takes a string.", attribute.expression().range());
    }
    return Optional.empty();
  }

  /** The truth of an attribute; anything else is reported and false. */
  public boolean flag(Attribute attribute, Diagnostics diagnostics) {
    Value value = value(attribute.expression(), diagnostics);
    if (value.unmarked() instanceof Value.BoolValue(boolean truth)) {
      return truth;
    }
    if (value.isKnown()) {
      diagnostics.error(
          "true or false expected",
          attribute.name() + " takes true or false.",
          attribute.expression().range());
    }
    return false;
  }
}
