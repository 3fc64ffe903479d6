package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Arguments whose value must not depend on anything. */
public final class Constants {
  static final Scope NOTHING_KNOWN = NothingKnown.INSTANCE;

  private Constants() {}

  /** The value of an expression that may use neither names nor functions. */
  public static Value evaluate(Expression expression, Diagnostics diagnostics) {
    return Evaluator.evaluate(expression, NOTHING_KNOWN, diagnostics);
  }

  /** The value of a body whose expressions may use neither names nor functions. */
  public static Value decode(Schema schema, Body body, Diagnostics diagnostics) {
    return schema.decode(body, NOTHING_KNOWN, diagnostics);
  }

  static Optional<String> text(Attribute attribute, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Value value = evaluate(attribute.expression(), own);
    diagnostics.addAll(own);
    if (own.hasErrors() || attribute.expression() instanceof Expression.Invalid) {
      return Optional.empty();
    }
    return switch (value.unmarked()) {
      case Value.StringValue(String text) -> Optional.of(text);
      case Value.BoolValue(boolean truth) -> Optional.of(Boolean.toString(truth));
      case Value.NumberValue(var number) -> Optional.of(number.toString());
      case Value.NullValue _,
          Value.UnknownValue _,
          Value.ListValue _,
          Value.SetValue _,
          Value.MapValue _,
          Value.TupleValue _,
          Value.ObjectValue _,
          Value.MarkedValue _ -> {
        unsuitable(attribute, "a string", diagnostics);
        yield Optional.empty();
      }
    };
  }

  static Optional<Boolean> truth(Attribute attribute, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Value value = evaluate(attribute.expression(), own);
    diagnostics.addAll(own);
    if (own.hasErrors() || attribute.expression() instanceof Expression.Invalid) {
      return Optional.empty();
    }
    Value plain = value.unmarked();
    if (plain instanceof Value.BoolValue(boolean truth)) {
      return Optional.of(truth);
    }
    if (plain instanceof Value.StringValue(String text)
        && (text.equals("true") || text.equals("false"))) {
      return Optional.of(text.equals("true"));
    }
    unsuitable(attribute, "a bool", diagnostics);
    return Optional.empty();
  }

  private static void unsuitable(Attribute attribute, String wanted, Diagnostics diagnostics) {
    diagnostics.error(
        "Unsuitable value type",
        "Unsuitable value: " + wanted + " is required",
        attribute.expression().range());
  }

  private enum NothingKnown implements Scope, Scope.Functions {
    INSTANCE;

    private static final Environment NOWHERE =
        new Environment(
            Path.of(""), Path.of(""), Clock.systemUTC(), RandomGenerator.getDefault(), true);

    @Override
    public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
      diagnostics.error(
          "Variables not allowed", "Variables may not be used here.", traversal.rootRange());
      return Optional.of(new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size()));
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public Functions functions() {
      return this;
    }

    @Override
    public Environment environment() {
      return NOWHERE;
    }

    @Override
    public Optional<Function> find(String name) {
      return Optional.of(
          (call, diagnostics) -> {
            diagnostics.error(
                "Function calls not allowed", "Functions may not be called here.", call.range());
            return Values.DYNAMIC_UNKNOWN;
          });
    }
  }
}
