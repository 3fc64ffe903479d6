package dev.ingot.rollout.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.value.Value;
import dev.ingot.rollout.core.Strategy.Amount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The attributes of a settings block as the types the program uses; what does not fit is reported
 * and absent.
 */
final class Settings {
  private final BodyContent content;
  private final Scope scope;
  private final Diagnostics diagnostics;

  Settings(BodyContent content, Scope scope, Diagnostics diagnostics) {
    this.content = content;
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  static List<AttributeSchema> attributes(List<String> required, List<String> optional) {
    List<AttributeSchema> all = new ArrayList<>();
    required.forEach(name -> all.add(new AttributeSchema(name, true)));
    optional.forEach(name -> all.add(new AttributeSchema(name, false)));
    return all;
  }

  SourceRange range(String name) {
    Attribute attribute = content.attributes().get(name);
    return attribute == null ? content.missingItemRange() : attribute.expression().range();
  }

  Optional<String> text(String name) {
    return value(name).flatMap(value -> text(name, value));
  }

  Optional<List<String>> texts(String name) {
    return value(name)
        .map(
            value ->
                elements(name, value).stream()
                    .flatMap(element -> text(name, element).stream())
                    .toList());
  }

  Optional<Boolean> truth(String name) {
    return value(name)
        .flatMap(
            value ->
                value instanceof Value.BoolValue(boolean truth)
                    ? Optional.of(truth)
                    : wrong(name, "true or false"));
  }

  Optional<Duration> duration(String name) {
    return text(name)
        .flatMap(
            text ->
                Durations.parse(text)
                    .or(() -> wrong(name, "a duration, such as \"250ms\", \"10s\" or \"1m30s\"")));
  }

  Optional<Integer> port(String name) {
    return value(name)
        .flatMap(
            value -> {
              OptionalLong number = whole(value);
              return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= 65535
                  ? Optional.of((int) number.getAsLong())
                  : wrong(name, "a port, from 1 to 65535");
            });
  }

  Optional<Amount> amount(String name) {
    return value(name).flatMap(value -> amount(name, value));
  }

  List<Amount> amounts(String name) {
    return value(name)
        .map(
            value ->
                elements(name, value).stream()
                    .flatMap(element -> amount(name, element).stream())
                    .toList())
        .orElse(List.of());
  }

  private Optional<Amount> amount(String name, Value value) {
    OptionalLong number = whole(value);
    Optional<Amount> amount =
        number.isPresent()
            ? Amount.parse(Long.toString(number.getAsLong()))
            : value instanceof Value.StringValue(String text)
                ? Amount.parse(text)
                : Optional.empty();
    return amount.or(() -> wrong(name, "a number of at least 1 or a share such as \"25%\""));
  }

  private Optional<String> text(String name, Value value) {
    return value instanceof Value.StringValue(String text)
        ? Optional.of(text)
        : wrong(name, "a text");
  }

  private List<Value> elements(String name, Value value) {
    return switch (value) {
      case Value.TupleValue(List<Value> elements) -> elements;
      case Value.ListValue list -> list.elements();
      default -> this.<List<Value>>wrong(name, "a list").orElse(List.of());
    };
  }

  private static OptionalLong whole(Value value) {
    return value instanceof Value.NumberValue(var number) ? number.asLong() : OptionalLong.empty();
  }

  private Optional<Value> value(String name) {
    Attribute attribute = content.attributes().get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    Value value = Evaluator.evaluate(attribute.expression(), scope, diagnostics).unmarked();
    return value.isNull() || !value.isKnown() ? Optional.empty() : Optional.of(value);
  }

  private <T> Optional<T> wrong(String name, String wanted) {
    diagnostics.error("Incorrect value for " + name, "This must be " + wanted + ".", range(name));
    return Optional.empty();
  }
}
