package dev.ingot.state.backend;

import dev.ingot.lang.value.Quoting;
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
   * What tells a changed block from one that is as it was when it was initialized; for texts, the
   * number Terraform gives it.
   */
  long hash() {
    StringBuilder text = new StringBuilder("<").append(Quoting.quoted(type)).append(";<");
    arguments.forEach((name, value) -> text.append(hashed(value)).append(';'));
    CRC32 checksum = new CRC32();
    checksum.update(text.append(">;>").toString().getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }

  private static String hashed(Value value) {
    return value.isNull()
        ? "~"
        : Values.text(value).map(Quoting::quoted).orElseGet(() -> ValueJson.format(value));
  }
}
