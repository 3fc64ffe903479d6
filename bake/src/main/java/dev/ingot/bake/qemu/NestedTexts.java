package dev.ingot.bake.qemu;

import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Texts in lists of lists, as {@code qemuargs} has them; what isn't a text is left out. */
final class NestedTexts {
  private NestedTexts() {}

  static List<List<String>> lists(Value value) {
    List<List<String>> lists = new ArrayList<>();
    for (Value each : elements(value)) {
      lists.add(texts(each));
    }
    return lists;
  }

  static List<String> texts(Value value) {
    List<String> texts = new ArrayList<>();
    for (Value each : elements(value)) {
      if (each.unmarked() instanceof Value.StringValue(String text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** None where it isn't a list. */
  static List<Value> elements(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue(var _, List<Value> elements) -> elements;
      case Value.SetValue(var _, List<Value> elements) -> elements;
      case Value.TupleValue(List<Value> elements) -> elements;
      default -> List.of();
    };
  }
}
