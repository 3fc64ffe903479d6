package dev.ingot.bake;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The evaluated arguments of one component block: typed by its schema, null if not given. Marks
 * stay on the values; the accessors return the bare content.
 *
 * @param values by name; contains every argument of the schema
 * @param places the place of each given argument
 * @param block the head of the block
 */
public record Arguments(
    SortedMap<String, Value> values, Map<String, SourceRange> places, SourceRange block) {

  public Arguments {
    SortedMap<String, Value> sorted = new TreeMap<>(Value.KEY_ORDER);
    sorted.putAll(values);
    values = Collections.unmodifiableSortedMap(sorted);
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  /** Whether the argument was given a value other than null. */
  public boolean has(String name) {
    return given(name).isPresent();
  }

  /** The place of the argument; the head of the block if it isn't given. */
  public SourceRange place(String name) {
    return places.getOrDefault(name, block);
  }

  /** A string. */
  public Optional<String> text(String name) {
    return given(name).flatMap(Arguments::asText);
  }

  /** A string, or a default. */
  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** A list or set of strings; empty where none was given. Null elements are left out. */
  public List<String> texts(String name) {
    return given(name).map(Arguments::elements).orElse(List.of()).stream()
        .flatMap(element -> asText(element.unmarked()).stream())
        .toList();
  }

  /** A map of strings; empty where none was given. Null elements are left out. */
  public SortedMap<String, String> textMap(String name) {
    SortedMap<String, String> texts = new TreeMap<>(Value.KEY_ORDER);
    if (given(name).orElse(Value.nullOf(dev.ingot.lang.value.Type.DYNAMIC))
        instanceof Value.MapValue(var type, SortedMap<String, Value> entries)) {
      entries.forEach(
          (key, value) -> asText(value.unmarked()).ifPresent(text -> texts.put(key, text)));
    }
    return texts;
  }

  /** A map of strings for display, with {@link Secrets#SHOWN} in place of sensitive ones. */
  public SortedMap<String, String> shownTextMap(String name) {
    SortedMap<String, String> texts = textMap(name);
    Value value = values.get(name);
    boolean all = value != null && value.marks().sensitive();
    if (given(name).orElse(Value.nullOf(dev.ingot.lang.value.Type.DYNAMIC))
        instanceof Value.MapValue(var type, SortedMap<String, Value> entries)) {
      entries.forEach(
          (key, each) -> {
            if (all || isSensitive(each)) {
              texts.replace(key, Secrets.SHOWN);
            }
          });
    }
    return texts;
  }

  /** A boolean, or a default. */
  public boolean flag(String name, boolean otherwise) {
    return given(name).orElse(Value.of(otherwise)) instanceof Value.BoolValue(boolean truth)
        && truth;
  }

  /** A whole number. */
  public OptionalLong number(String name) {
    return given(name).orElse(Value.of(false)) instanceof Value.NumberValue number
        ? number.number().asLong()
        : OptionalLong.empty();
  }

  /** A list of whole numbers; empty where none was given. Others are left out. */
  public List<Long> numbers(String name) {
    List<Long> numbers = new ArrayList<>();
    for (Value element : given(name).map(Arguments::elements).orElse(List.of())) {
      if (element.unmarked() instanceof Value.NumberValue number) {
        number.number().asLong().ifPresent(numbers::add);
      }
    }
    return numbers;
  }

  /** A duration such as {@code 30s}; anything else is reported. */
  public Optional<Duration> duration(String name, Diagnostics diagnostics) {
    return text(name).flatMap(text -> duration(name, text, place(name), diagnostics));
  }

  /** The duration in the text of an argument; anything else is reported at its place. */
  public static Optional<Duration> duration(
      String name, String text, SourceRange place, Diagnostics diagnostics) {
    Optional<Duration> duration = DurationText.parse(text);
    if (duration.isEmpty()) {
      diagnostics.error(
          "Invalid duration",
          name + " must be a number with a unit, such as \"30s\", \"5m\" or \"1h30m\".",
          place);
    }
    return duration;
  }

  /** Whether any part of the argument's value is sensitive. */
  public boolean isSensitive(String name) {
    Value value = values.get(name);
    return value != null && isSensitive(value);
  }

  private static boolean isSensitive(Value value) {
    return value.marks().sensitive()
        || switch (value.unmarked()) {
          case Value.ListValue list -> list.elements().stream().anyMatch(Arguments::isSensitive);
          case Value.SetValue set -> set.elements().stream().anyMatch(Arguments::isSensitive);
          case Value.TupleValue tuple -> tuple.elements().stream().anyMatch(Arguments::isSensitive);
          case Value.MapValue map ->
              map.entries().values().stream().anyMatch(Arguments::isSensitive);
          case Value.ObjectValue object ->
              object.attributes().values().stream().anyMatch(Arguments::isSensitive);
          case Value.StringValue text -> false;
          case Value.NumberValue number -> false;
          case Value.BoolValue truth -> false;
          case Value.NullValue absent -> false;
          case Value.UnknownValue unknown -> false;
          case Value.MarkedValue marked -> true;
        };
  }

  private Optional<Value> given(String name) {
    Value value = values.get(name);
    return value == null || value.isNull() || !value.isKnown()
        ? Optional.empty()
        : Optional.of(value.unmarked());
  }

  private static Optional<String> asText(Value value) {
    return value instanceof Value.StringValue(String text) ? Optional.of(text) : Optional.empty();
  }

  private static List<Value> elements(Value value) {
    return switch (value) {
      case Value.ListValue(var type, List<Value> elements) -> elements;
      case Value.SetValue(var type, List<Value> elements) -> elements;
      case Value.TupleValue(List<Value> elements) -> elements;
      default -> List.of();
    };
  }
}
