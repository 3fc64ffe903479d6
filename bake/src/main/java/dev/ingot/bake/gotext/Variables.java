package dev.ingot.bake.gotext;

import dev.ingot.lang.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What names mean at a place of a template: its variables, the data and the dot. */
final class Variables {
  private final Optional<Variables> outer;
  private final Optional<Value> data;
  private final Optional<Value> dot;
  private final Map<String, Value> own = new HashMap<>();

  Variables(Optional<Value> data) {
    this(Optional.empty(), data, data);
  }

  private Variables(Optional<Variables> outer, Optional<Value> data, Optional<Value> dot) {
    this.outer = outer;
    this.data = data;
    this.dot = dot;
  }

  /** The names within a structure. */
  Variables inner() {
    return new Variables(Optional.of(this), data, dot);
  }

  /** The same with another dot. */
  Variables with(Value other) {
    return new Variables(Optional.of(this), data, Optional.of(other));
  }

  Optional<Value> dot() {
    return dot;
  }

  /** The value of a variable; {@code $} is the data. */
  Optional<Value> get(String name) {
    if (name.equals("$")) {
      return data;
    }
    Value value = own.get(name);
    return value != null ? Optional.of(value) : outer.flatMap(around -> around.get(name));
  }

  /** Gives a variable a value: a new one here, or the one that is there. */
  void set(String name, Value value, boolean declares) {
    if (declares || own.containsKey(name) || outer.isEmpty() || get(name).isEmpty()) {
      own.put(name, value);
    } else {
      outer.get().set(name, value, false);
    }
  }
}
