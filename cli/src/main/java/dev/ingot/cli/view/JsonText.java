package dev.ingot.cli.view;

import dev.ingot.lang.value.Value;
import java.util.Optional;

/** Text that holds a JSON object or array, which is shown as that document. */
final class JsonText {
  private JsonText() {}

  /** The document of a text that is an object or an array and nothing else. */
  static Optional<Value> document(Value value) {
    if (!(value instanceof Value.StringValue(String text))) {
      return Optional.empty();
    }
    String trimmed = text.strip();
    boolean framed =
        (trimmed.startsWith("{") && trimmed.endsWith("}"))
            || (trimmed.startsWith("[") && trimmed.endsWith("]"));
    return framed ? JsonDocuments.read(trimmed) : Optional.empty();
  }
}
