package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/** Arguments whose value must not depend on anything. */
public final class Constants {
  static final Scope NOTHING_KNOWN = ConstantScope.INSTANCE;

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
}
