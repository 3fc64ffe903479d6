package dev.ingot.state.remote;

import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * A part of what a service answered in JSON, or of a file in that form. What isn't there, or is of
 * another type, is empty.
 */
public record JsonAnswer(Value value) {
  /** Nothing. */
  public static final JsonAnswer NONE = new JsonAnswer(Values.EMPTY_OBJECT);

  /** A text as JSON; empty if it is none. */
  public static Optional<JsonAnswer> parse(String text) {
    try {
      return Optional.of(new JsonAnswer(ValueJson.parse(text)));
    } catch (JacksonException | ValueJsonException _) {
      return Optional.empty();
    }
  }

  /**
   * The body of an answer.
   *
   * @param purpose such as {@code read the state}
   * @throws StateException if it is not JSON
   */
  public static JsonAnswer of(String purpose, HttpResponse response) {
    return parse(response.text())
        .orElseThrow(
            () ->
                new StateException(
                    "Can't "
                        + purpose
                        + ": the answer of "
                        + response.uri().getHost()
                        + " ("
                        + response.statusText()
                        + ") is not JSON. Check the address, and whether a proxy stands in"
                        + " between."));
  }

  /** The part at a path of names. */
  public Optional<JsonAnswer> at(String... path) {
    Optional<Value> found = Optional.of(value);
    for (String name : path) {
      found = found.flatMap(part -> Values.attribute(part, name)).filter(part -> !part.isNull());
    }
    return found.map(JsonAnswer::new);
  }

  /** A text that isn't empty. */
  public Optional<String> text(String... path) {
    return at(path).flatMap(part -> Values.text(part.value())).filter(text -> !text.isEmpty());
  }

  /** A whole number, which some services write as a text. */
  public Optional<Long> number(String... path) {
    return at(path)
        .flatMap(
            part ->
                Values.numberOf(part.value())
                    .map(number -> number.asLong())
                    .filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong)
                    .or(() -> Values.text(part.value()).flatMap(JsonAnswer::parsed)));
  }

  private static Optional<Long> parsed(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Whether something is there and true. */
  public boolean is(String... path) {
    return at(path).filter(part -> Values.isTrue(part.value())).isPresent();
  }

  /** The elements of a list. */
  public List<JsonAnswer> elements(String... path) {
    return at(path).flatMap(part -> Values.elements(part.value())).orElse(List.of()).stream()
        .map(JsonAnswer::new)
        .toList();
  }

  /** Those entries of an object that are texts. */
  public Map<String, String> texts(String... path) {
    Map<String, String> texts = new TreeMap<>();
    at(path)
        .flatMap(part -> Values.entries(part.value()))
        .ifPresent(
            entries ->
                entries.forEach(
                    (name, each) -> Values.text(each).ifPresent(text -> texts.put(name, text))));
    return texts;
  }

  /** The same with another part at a path; objects on the way are made. */
  public JsonAnswer with(Value part, String... path) {
    return new JsonAnswer(replaced(value, Optional.of(part), path, 0));
  }

  /** The same without the part at a path. */
  public JsonAnswer without(String... path) {
    return at(path).isEmpty() ? this : new JsonAnswer(replaced(value, Optional.empty(), path, 0));
  }

  private static Value replaced(Value object, Optional<Value> part, String[] path, int from) {
    Map<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
    Values.entries(object).ifPresent(attributes::putAll);
    String name = path[from];
    if (from < path.length - 1) {
      Value below = attributes.getOrDefault(name, Values.EMPTY_OBJECT);
      attributes.put(
          name, replaced(below.isNull() ? Values.EMPTY_OBJECT : below, part, path, from + 1));
    } else if (part.isPresent()) {
      attributes.put(name, part.get());
    } else {
      attributes.remove(name);
    }
    return Values.object(attributes);
  }

  /** As a text. */
  public String format() {
    return ValueJson.format(value);
  }
}
