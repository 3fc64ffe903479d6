package dev.ingot.cli.view;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Text that holds a JSON object or array, which is shown as that document. */
final class JsonText {
  private JsonText() {}

  /** The document of a text that is an object or an array and nothing else. */
  static Optional<Value> document(Value value) {
    if (!(value instanceof Value.StringValue(String text))) {
      return Optional.empty();
    }
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ValueJson.parse(text));
    } catch (JacksonException | ValueJsonException e) {
      return Optional.empty();
    }
  }
}
