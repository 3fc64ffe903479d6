package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.StartRanges;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Expression.Invalid;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.lang.version.VersionConstraints;
import java.util.Optional;

/** Arguments whose values must be constant. */
public final class Constants {
  static final Scope NOTHING_KNOWN = ConstantScope.INSTANCE;

  private static final String INVALID_VERSION = "Invalid version constraint";

  private Constants() {}

  /** The value of an expression that may use neither names nor functions. */
  public static Value evaluate(Expression expression, Diagnostics diagnostics) {
    return Evaluator.evaluate(expression, NOTHING_KNOWN, diagnostics);
  }

  /** The value of a body whose expressions may use neither names nor functions. */
  public static Value decode(Schema schema, Body body, Diagnostics diagnostics) {
    return schema.decode(body, NOTHING_KNOWN, diagnostics);
  }

  /** Whether an argument uses neither names nor functions. */
  static boolean isConstant(Attribute attribute) {
    Diagnostics own = new Diagnostics();
    Value _ = evaluate(attribute.expression(), own);
    return !own.hasErrors();
  }

  static Optional<String> text(Attribute attribute, Diagnostics diagnostics) {
    return value(attribute, Type.STRING, diagnostics).flatMap(Values::text);
  }

  static Optional<Boolean> truth(Attribute attribute, Diagnostics diagnostics) {
    return value(attribute, Type.BOOL, diagnostics).map(Values::isTrue);
  }

  /** A version constraint; empty if there is none, or after an error. */
  static Optional<VersionConstraints> versions(Attribute attribute, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Value value = evaluate(attribute.expression(), own);
    diagnostics.addAll(own);
    if (own.hasErrors() || value.isNull() || attribute.expression() instanceof Invalid) {
      return Optional.empty();
    }
    Optional<String> text = Values.text(Conversion.convert(value, Type.STRING).value());
    if (text.isEmpty()) {
      diagnostics.error(
          INVALID_VERSION,
          "A string value is required for " + attribute.name() + ".",
          attribute.expression().range());
      return Optional.empty();
    }
    return versions(text.get(), attribute.expression().range(), diagnostics);
  }

  /** A version constraint from its text. */
  static Optional<VersionConstraints> versions(
      String text, SourceRange place, Diagnostics diagnostics) {
    Optional<VersionConstraints> constraints = VersionConstraints.parse(text);
    if (constraints.isEmpty()) {
      diagnostics.error(
          INVALID_VERSION, "This string does not use correct version constraint syntax.", place);
    }
    return constraints;
  }

  private static Optional<Value> value(Attribute attribute, Type type, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Value value = evaluate(attribute.expression(), own);
    diagnostics.addAll(own);
    Conversion.Result converted = Conversion.convert(value, type);
    if (converted.problem().isEmpty() && converted.value().isKnown() && !value.isNull()) {
      return Optional.of(converted.value());
    }
    if (!own.hasErrors() || !value.isKnown()) {
      unsuitable(
          attribute,
          value.isKnown()
              ? converted
                  .problem()
                  .map(Conversion.Problem::toString)
                  .orElse("null value is not allowed")
              : "value must be known",
          diagnostics);
    }
    return Optional.empty();
  }

  private static void unsuitable(Attribute attribute, String problem, Diagnostics diagnostics) {
    diagnostics.error(
        "Unsuitable value type",
        "Unsuitable value: " + problem,
        StartRanges.of(attribute.expression()));
  }
}
