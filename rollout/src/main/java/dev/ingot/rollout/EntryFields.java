package dev.ingot.rollout;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.core.Gate.Point;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fields of one entry of the log of a rollout. */
record EntryFields(Value object) {
  Optional<Value> field(String name) {
    return object.isNull() ? Optional.empty() : Values.attribute(object, name);
  }

  Value required(String name) throws LogFormatException {
    return field(name)
        .orElseThrow(() -> new LogFormatException("a rollout log entry lacks \"" + name + "\""));
  }

  String text(String name) throws LogFormatException {
    return text(name, required(name));
  }

  static String text(String name, Value value) throws LogFormatException {
    return Values.text(value)
        .orElseThrow(
            () -> new LogFormatException("\"" + name + "\" in a rollout log entry is not a text"));
  }

  List<Value> elements(String name) throws LogFormatException {
    return elements(name, required(name));
  }

  static List<Value> elements(String name, Value value) throws LogFormatException {
    return Values.elements(value)
        .orElseThrow(
            () -> new LogFormatException("\"" + name + "\" in a rollout log entry is not a list"));
  }

  int number(String name) throws LogFormatException {
    if (required(name) instanceof Value.NumberValue number) {
      return Integer.parseInt(number.number().toString());
    }
    throw new LogFormatException("\"" + name + "\" in a rollout log entry is not a number");
  }

  boolean truth(String name) throws LogFormatException {
    return Values.isTrue(required(name));
  }

  Duration duration(String name) throws LogFormatException {
    return Duration.parse(text(name));
  }

  static Point point(String word) throws LogFormatException {
    for (Point point : Point.values()) {
      if (point.word().equals(word)) {
        return point;
      }
    }
    throw new LogFormatException("unknown point of a rollout: " + word);
  }
}
