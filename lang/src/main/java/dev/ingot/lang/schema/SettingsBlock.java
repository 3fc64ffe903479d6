package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The attributes of a block of settings as Java types. An unsuitable value, also null or unknown,
 * is reported at its place and absent.
 */
public final class SettingsBlock {
  private final BodyContent content;
  private final Scope scope;
  private final Diagnostics diagnostics;

  public SettingsBlock(BodyContent content, Scope scope, Diagnostics diagnostics) {
    this.content = content;
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /** The allowed attributes of such a block. */
  public static List<AttributeSchema> attributes(List<String> required, List<String> optional) {
    List<AttributeSchema> all = new ArrayList<>();
    required.forEach(name -> all.add(new AttributeSchema(name, true)));
    optional.forEach(name -> all.add(new AttributeSchema(name, false)));
    return all;
  }

  /** The place of a value, or the place where it is missing. */
  public SourceRange range(String name) {
    Attribute attribute = content.attributes().get(name);
    return attribute == null ? content.missingItemRange() : attribute.expression().range();
  }

  /** A text. */
  public Optional<String> text(String name) {
    return read(name, "a text", SettingsBlock::textOf);
  }

  /** A list of texts. */
  public Optional<List<String>> texts(String name) {
    return readAll(name, "a list of texts", SettingsBlock::textOf);
  }

  /** True or false. */
  public Optional<Boolean> truth(String name) {
    return read(
        name,
        "true or false",
        value ->
            value instanceof Value.BoolValue(boolean truth)
                ? Optional.of(truth)
                : Optional.empty());
  }

  /** A duration such as {@code 250ms}, {@code 10s} or {@code 1m30s}. */
  public Optional<Duration> duration(String name) {
    return read(
        name,
        "a duration, such as \"250ms\", \"10s\" or \"1m30s\"",
        value -> textOf(value).flatMap(DurationText::parse));
  }

  /** A network port. */
  public Optional<Integer> port(String name) {
    return read(
        name,
        "a port, from 1 to 65535",
        value -> {
          OptionalLong number = wholeOf(value);
          return number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= 65535
              ? Optional.of((int) number.getAsLong())
              : Optional.empty();
        });
  }

  /**
   * A value of any kind.
   *
   * @param wanted the requirement, to complete "This must be"
   */
  public <T> Optional<T> read(String name, String wanted, Function<Value, Optional<T>> reader) {
    return value(name).flatMap(value -> reader.apply(value).or(() -> wrong(name, wanted)));
  }

  /** The elements of a list. */
  public <T> Optional<List<T>> readAll(
      String name, String wanted, Function<Value, Optional<T>> reader) {
    return value(name)
        .flatMap(
            value -> {
              List<Value> elements =
                  switch (value) {
                    case Value.TupleValue(List<Value> parts) -> parts;
                    case Value.ListValue list -> list.elements();
                    default -> List.of(value);
                  };
              List<T> read =
                  elements.stream()
                      .flatMap(element -> reader.apply(element.unmarked()).stream())
                      .toList();
              return read.size() == elements.size() ? Optional.of(read) : wrong(name, wanted);
            });
  }

  /** The text of a string value. */
  public static Optional<String> textOf(Value value) {
    return value instanceof Value.StringValue(String text) ? Optional.of(text) : Optional.empty();
  }

  /** The number of a whole number value. */
  public static OptionalLong wholeOf(Value value) {
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
