package dev.ingot.deploy.evaluation;

import dev.ingot.deploy.configuration.Enabled;
import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeNames;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Evaluates {@code count}, {@code for_each} and {@code enabled}. Rules: recorded behaviour of
 * Terraform 1.11, and of OpenTofu 1.12 for {@code enabled}.
 */
public final class Expansions {
  private static final String COUNT = "Invalid count argument";
  private static final String ENABLED = "Invalid enabled argument";
  private static final String EACH = "Invalid for_each argument";
  private static final int MOST = 1 << 20;

  private final World world;
  private final Diagnostics diagnostics;

  /**
   * @param diagnostics receives what is wrong
   */
  public Expansions(World world, Diagnostics diagnostics) {
    this.world = world;
    this.diagnostics = diagnostics;
  }

  /** The instances of a resource; empty after an error. */
  public Optional<Expansion> evaluate(ModuleInstance module, ResourceConfiguration resource) {
    return resource.lifecycle().enabled().isPresent()
        ? enabled(resource.lifecycle().enabled().get(), module)
        : evaluate(module, resource.count(), resource.forEach());
  }

  /** The instances of a module call; empty after an error. */
  public Optional<Expansion> evaluate(ModuleInstance module, ModuleCall call) {
    return call.enabled().isPresent()
        ? enabled(call.enabled().get(), module)
        : evaluate(module, call.count(), call.forEach());
  }

  /** The configurations that a provider's block makes; empty after an error. */
  public Optional<Expansion> evaluate(ModuleInstance module, ProviderConfiguration block) {
    return evaluate(module, Optional.empty(), block.forEach());
  }

  private Optional<Expansion> enabled(Enabled enabled, ModuleInstance module) {
    ModuleScope scope = world.scope(module, RepetitionData.NONE);
    Expression expression = enabled.expression();
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    if (validating()) {
      return Optional.of(Expansion.SINGLE);
    }
    if (value.marks().sensitive()) {
      return problem(
          ENABLED,
          "Sensitive values, or values derived from sensitive values, cannot be used in \"enabled\""
              + " arguments. If used, the sensitive value would be exposed by whether an instance"
              + " is present.",
          expression,
          scope);
    }
    if (value.marks().ephemeral()) {
      return unsuitable("the given value is ephemeral.", expression, scope);
    }
    if (value.isNull()) {
      return unsuitable("the given value is null.", expression, scope);
    }
    Conversion.Result converted = Conversion.convert(value, Type.BOOL);
    if (converted.problem().isPresent()) {
      return unsuitable(converted.problem().get() + ".", expression, scope);
    }
    if (!converted.value().isKnown()) {
      return problem(
          ENABLED,
          Phrase.of(
              "The given \"enabled\" argument value is derived from a value that won't be known"
                  + " until the apply phase, so Ingot cannot determine whether an instance of this"
                  + " object is declared or not."),
          expression,
          scope);
    }
    return Optional.of(Values.isTrue(converted.value()) ? Expansion.SINGLE : Expansion.DISABLED);
  }

  private Optional<Expansion> unsuitable(String why, Expression expression, ModuleScope scope) {
    return problem(
        ENABLED, "The given \"enabled\" argument value is unsuitable: " + why, expression, scope);
  }

  private Optional<Expansion> evaluate(
      ModuleInstance module, Optional<Expression> count, Optional<Expression> forEach) {
    ModuleScope scope = world.scope(module, RepetitionData.NONE);
    if (count.isPresent()) {
      return count(count.get(), scope);
    }
    return forEach.isPresent() ? forEach(forEach.get(), scope) : Optional.of(Expansion.SINGLE);
  }

  private boolean validating() {
    return world.purpose() == World.Purpose.VALIDATE;
  }

  private Optional<Expansion> anyCount() {
    return Optional.of(new Expansion(Expansion.Kind.UNKNOWN, Map.of()));
  }

  private Optional<Expansion> count(Expression expression, ModuleScope scope) {
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    if (value.marks().ephemeral()) {
      return unexplained(
          COUNT,
          Phrase.of(
              "The given \"count\" is derived from an ephemeral value, which means that Ingot"
                  + " cannot persist it between plan/apply rounds. Use only non-ephemeral values to"
                  + " specify the number of resource instances."),
          expression);
    }
    Value plain = value.unmarked();
    if (plain.isNull()) {
      return unexplained(
          COUNT,
          Phrase.of("The given \"count\" argument value is null. An integer is required."),
          expression);
    }
    Optional<BigFloat> number =
        switch (plain) {
          case Value.NumberValue(BigFloat found) -> Optional.of(found);
          case Value.StringValue _
              when Conversion.convert(plain, Type.NUMBER).value()
                  instanceof Value.NumberValue(BigFloat found) ->
              Optional.of(found);
          default -> Optional.empty();
        };
    if (number.isEmpty()) {
      if (plain instanceof Value.UnknownValue(Type type, var _)
          && (type.equals(Type.NUMBER) || type.equals(Type.STRING) || type.equals(Type.DYNAMIC))) {
        return validating()
            ? anyCount()
            : unexplained(
                COUNT,
                Phrase.of(
                    "The \"count\" value depends on resource attributes that cannot be determined"
                        + " until apply, so Ingot cannot predict how many instances will be"
                        + " created. To work around this, use the -target argument to first apply"
                        + " only the resources that the count depends on."),
                expression);
      }
      return problem(
          "Incorrect value type",
          "Invalid expression value: "
              + (plain instanceof Value.StringValue ? "a number is required." : "number required."),
          expression,
          scope);
    }
    OptionalLong whole = number.get().asLong();
    if (whole.isEmpty()) {
      return unexplained(
          COUNT,
          Phrase.of(
              "The given \"count\" argument value is unsuitable: value must be a whole number,"
                  + " between -9223372036854775808 and 9223372036854775807."),
          expression);
    }
    if (whole.getAsLong() < 0) {
      return unexplained(
          COUNT,
          Phrase.of(
              "The given \"count\" argument value is unsuitable: must be greater than or equal to"
                  + " zero."),
          expression);
    }
    if (whole.getAsLong() > MOST) {
      return problem(
          COUNT,
          "The given \"count\" argument value is unsuitable: there can be at most "
              + MOST
              + " instances of one block.",
          expression,
          scope);
    }
    return validating() ? anyCount() : Optional.of(Expansion.count(whole.getAsLong()));
  }

  private Optional<Expansion> forEach(Expression expression, ModuleScope scope) {
    Diagnostics own = new Diagnostics();
    Value value = Evaluator.evaluate(expression, scope, own);
    diagnostics.addAll(own);
    if (own.hasErrors()) {
      return Optional.empty();
    }
    if (value.unmarked() instanceof Value.SetValue
        && !validating()
        && !Values.isWhollyKnown(value)) {
      return unknownEach(true, expression, scope);
    }
    if (value.marks().sensitive()) {
      return problem(
          EACH,
          "Sensitive values, or values derived from sensitive values, cannot be used as for_each"
              + " arguments. If used, the sensitive value could be exposed as a resource instance"
              + " key.",
          expression,
          scope);
    }
    if (value.marks().ephemeral()) {
      return problem(
          EACH,
          Phrase.of(
              "The given \"for_each\" value is derived from an ephemeral value, which means that"
                  + " Ingot cannot persist it between plan/apply rounds. Use only non-ephemeral"
                  + " values to specify a resource's instance keys."),
          expression,
          scope);
    }
    Value plain = value.unmarked();
    if (plain.isNull()) {
      return problem(
          EACH,
          "The given \"for_each\" argument value is unsuitable: the given \"for_each\" argument"
              + " value is null. A map, or set of strings is allowed.",
          expression,
          scope);
    }
    Type type = plain.type();
    boolean map = type instanceof Type.MapType || type instanceof Type.ObjectType;
    boolean set = type instanceof Type.SetType;
    if (!map && !set && !type.equals(Type.DYNAMIC)) {
      return problem(
          EACH,
          "The given \"for_each\" argument value is unsuitable: the \"for_each\" argument must be a"
              + " map, or set of strings, and you have provided a value of type "
              + TypeNames.friendly(type)
              + ".",
          expression,
          scope);
    }
    if (type instanceof Type.SetType(Type element)
        && !element.equals(Type.STRING)
        && (!element.equals(Type.DYNAMIC) || holdsNull(plain))) {
      return problem(
          "Invalid for_each set argument",
          "The given \"for_each\" argument value is unsuitable: \"for_each\" supports maps and sets"
              + " of strings, but you have provided a set containing type "
              + TypeNames.friendly(element)
              + ".",
          expression,
          scope);
    }
    return switch (plain) {
      case Value.UnknownValue _ -> unknownEach(set, expression, scope);
      case Value.SetValue(Type _, var elements) -> {
        Map<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
        for (Value element : elements) {
          if (element.unmarked() instanceof Value.StringValue(String text)) {
            values.put(text, element);
          } else if (element.isNull()) {
            yield problem(
                "Invalid for_each set argument",
                "The given \"for_each\" argument value is unsuitable: \"for_each\" sets must not"
                    + " contain null values.",
                expression,
                scope);
          } else {
            yield unknownEach(true, expression, scope);
          }
        }
        yield known(values);
      }
      case Value.MapValue(Type _, var entries) -> known(entries);
      case Value.ObjectValue(var entries) -> known(entries);
      default -> throw new IllegalStateException("for_each over " + type);
    };
  }

  private Optional<Expansion> known(Map<String, Value> values) {
    return validating() ? anyCount() : Optional.of(Expansion.forEach(values));
  }

  private Optional<Expansion> unknownEach(boolean set, Expression expression, ModuleScope scope) {
    if (validating()) {
      return anyCount();
    }
    String detail =
        set
            ? "The \"for_each\" set includes values derived from resource attributes that cannot be"
                + " determined until apply, and so Ingot cannot determine the full set of keys"
                + " that will identify the instances of this resource.\n\nWhen working with unknown"
                + " values in for_each, it's better to use a map value where the keys are defined"
                + " statically in your configuration and where only the values contain apply-time"
                + " results.\n\nAlternatively, you could use the -target planning option to first"
                + " apply only the resources that the for_each value depends on, and then apply a"
                + " second time to fully converge."
            : "The \"for_each\" map includes keys derived from resource attributes that cannot be"
                + " determined until apply, and so Ingot cannot determine the full set of keys"
                + " that will identify the instances of this resource.\n\nWhen working with unknown"
                + " values in for_each, it's better to define the map keys statically in your"
                + " configuration and place apply-time results only in the map"
                + " values.\n\nAlternatively, you could use the -target planning option to first"
                + " apply only the resources that the for_each value depends on, and then apply a"
                + " second time to fully converge.";
    return problem(EACH, Phrase.of(detail), expression, scope);
  }

  /** A problem for which the values of the expression are no explanation. */
  private Optional<Expansion> unexplained(String summary, Phrase detail, Expression expression) {
    diagnostics.error(summary, detail, expression.range());
    return Optional.empty();
  }

  private Optional<Expansion> problem(
      String summary, String detail, Expression expression, ModuleScope scope) {
    diagnostics.add(Shown.error(summary, detail, expression, scope));
    return Optional.empty();
  }

  private Optional<Expansion> problem(
      String summary, Phrase detail, Expression expression, ModuleScope scope) {
    diagnostics.add(Shown.error(summary, detail, expression, scope));
    return Optional.empty();
  }

  private static boolean holdsNull(Value set) {
    return set instanceof Value.SetValue(Type _, var elements)
        && elements.stream().anyMatch(Value::isNull);
  }
}
