package dev.ingot.bake.template.legacy;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * One change of an argument.
 *
 * @param type how the types of components begin that it is for; empty for all
 * @param from the argument
 * @param to its name from now on; empty where it is taken away
 * @param change its value from now on
 */
record ArgumentFix(String type, String from, Optional<String> to, UnaryOperator<Value> change) {
  static ArgumentFix rename(String type, String from, String to) {
    return change(type, from, to, UnaryOperator.identity());
  }

  static ArgumentFix remove(String type, String name) {
    return new ArgumentFix(type, name, Optional.empty(), UnaryOperator.identity());
  }

  static ArgumentFix change(String type, String from, String to, UnaryOperator<Value> change) {
    return new ArgumentFix(type, from, Optional.of(to), change);
  }

  /** Another name of a type. */
  static ArgumentFix type(String from, String to) {
    return change(
        "",
        "type",
        "type",
        value -> Values.text(value).orElse("").equals(from) ? Value.of(to) : value);
  }

  /** Changes the arguments of a component. */
  void apply(SortedMap<String, Value> arguments) {
    String own = Optional.ofNullable(arguments.get("type")).flatMap(Values::text).orElse("");
    Value value = arguments.get(from);
    if (value == null || !own.startsWith(type)) {
      return;
    }
    arguments.remove(from);
    to.ifPresent(name -> arguments.putIfAbsent(name, change.apply(value)));
  }

  /** A text as a list of one. */
  static Value listed(Value value) {
    return Values.elements(value).isPresent() ? value : Values.tuple(List.of(value));
  }

  /** A number of megabytes with its unit. */
  static Value megabytes(Value value) {
    return value instanceof Value.NumberValue(BigFloat number) ? Value.of(number + "M") : value;
  }
}
