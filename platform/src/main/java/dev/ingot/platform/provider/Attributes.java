package dev.ingot.platform.provider;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the attributes of an object value; null and unknown values are absent. */
record Attributes(Value object) {
  static final Type STRINGS = new Type.ListType(Type.STRING);
  static final Type NUMBERS = new Type.ListType(Type.NUMBER);
  static final Type STRING_MAP = new Type.MapType(Type.STRING);

  /** Unknown text that is certainly not null. */
  static Value unknownText() {
    return Values.refineNotNull(Value.unknown(Type.STRING));
  }

  Value get(String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }

  /** Whether a value is set and known. */
  boolean has(String name) {
    Value value = get(name);
    return value.isKnown() && !value.isNull();
  }

  Optional<String> text(String name) {
    return Values.text(get(name));
  }

  Optional<Double> number(String name) {
    return Values.numberOf(get(name)).map(number -> number.doubleValue());
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Value element : Values.elements(get(name)).orElse(List.of())) {
      Values.text(element).ifPresent(texts::add);
    }
    return texts;
  }

  List<Integer> wholeNumbers(String name) {
    List<Integer> numbers = new ArrayList<>();
    for (Value element : Values.elements(get(name)).orElse(List.of())) {
      Values.numberOf(element).ifPresent(number -> numbers.add((int) number.doubleValue()));
    }
    return numbers;
  }

  Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Values.entries(get(name))
        .orElse(new TreeMap<>())
        .forEach((key, value) -> Values.text(value).ifPresent(text -> texts.put(key, text)));
    return texts;
  }

  List<Attributes> blocks(String name) {
    return Values.elements(get(name)).orElse(List.of()).stream().map(Attributes::new).toList();
  }

  /** Which of some attributes have another value in a plan. */
  List<String> changed(Map<String, Value> planned, List<String> names) {
    return names.stream().filter(name -> !get(name).equals(planned.get(name))).toList();
  }

  /** A copy of the attributes to be changed. */
  SortedMap<String, Value> copy() {
    SortedMap<String, Value> copy = new TreeMap<>(Value.KEY_ORDER);
    copy.putAll(Values.entries(object).orElse(new TreeMap<>()));
    return copy;
  }
}
