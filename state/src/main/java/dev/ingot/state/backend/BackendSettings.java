package dev.ingot.state.backend;

import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * How a backend is set up.
 *
 * @param type the kind of backend
 * @param arguments every argument of the kind, null where it is not given
 */
public record BackendSettings(String type, SortedMap<String, Value> arguments) {
  public BackendSettings {
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }

  /** A text that is given, and not empty. */
  public Optional<String> text(String argument) {
    return Optional.ofNullable(arguments.get(argument))
        .flatMap(Values::text)
        .filter(text -> !text.isEmpty());
  }

  /** A truth value that is given. */
  public Optional<Boolean> truth(String argument) {
    return Optional.ofNullable(arguments.get(argument))
        .filter(value -> Values.isTrue(value) || Values.isFalse(value))
        .map(Values::isTrue);
  }

  /** A whole number that is given. */
  public Optional<Long> number(String argument) {
    return Optional.ofNullable(arguments.get(argument))
        .flatMap(Values::numberOf)
        .map(number -> number.asLong())
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong);
  }

  /** An argument of any other form that is given. */
  public Optional<Value> value(String argument) {
    return Optional.ofNullable(arguments.get(argument)).filter(value -> !value.isNull());
  }

  /** The same with one argument of another value. */
  BackendSettings with(String argument, Value value) {
    SortedMap<String, Value> changed = new TreeMap<>(arguments);
    changed.put(argument, value);
    return new BackendSettings(type, changed);
  }

  /** The same with the arguments of another where that gives them. */
  BackendSettings with(SortedMap<String, Value> overrides) {
    SortedMap<String, Value> changed = new TreeMap<>(arguments);
    overrides.forEach(
        (name, value) -> {
          if (!value.isNull()) {
            changed.put(name, value);
          }
        });
    return new BackendSettings(type, changed);
  }

  /**
   * What tells a changed block from one that is as it was when it was initialized: the number
   * Terraform gives it. Rule: the hash of an object in go-cty, whose documentation says what it is
   * made of.
   */
  long hash() {
    StringBuilder text = new StringBuilder("<").append(Quoting.quoted(type)).append(";<");
    arguments.values().forEach(value -> hashed(value, text).append(';'));
    CRC32 checksum = new CRC32();
    checksum.update(text.append(">;>").toString().getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  private static StringBuilder hashed(Value value, StringBuilder text) {
    return switch (value.unmarked()) {
      case Value.NullValue _ -> text.append('~');
      case Value.StringValue(String content) -> text.append(Quoting.quoted(content));
      case Value.BoolValue(boolean content) -> text.append(content ? 'T' : 'F');
      case Value.NumberValue _ -> text.append(ValueJson.format(value));
      case Value.ListValue _, Value.SetValue _ -> {
        text.append('[');
        Values.elements(value).orElseThrow().forEach(each -> hashed(each, text).append(';'));
        yield text.append(']');
      }
      case Value.TupleValue _ -> {
        text.append('<');
        Values.elements(value).orElseThrow().forEach(each -> hashed(each, text).append(';'));
        yield text.append('>');
      }
      case Value.MapValue(Type _, SortedMap<String, Value> entries) -> {
        text.append('{');
        entries.forEach(
            (key, each) -> {
              text.append(Quoting.quoted(key)).append(':');
              hashed(each, text).append(';');
            });
        yield text.append('}');
      }
      case Value.ObjectValue(SortedMap<String, Value> attributes) -> {
        text.append('<');
        attributes.values().forEach(each -> hashed(each, text).append(';'));
        yield text.append('>');
      }
      case Value.UnknownValue _, Value.MarkedValue _ -> text.append('?');
    };
  }
}
