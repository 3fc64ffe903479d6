package dev.ingot.state.format;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.state.OutputState;
import dev.ingot.state.RawJson;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Collects the fields of one element of {@code outputs}. */
final class OutputFields {
  private static final String VALUE = "Invalid output value saved in state";
  private static final String TYPE = "Invalid output value type in state";

  private final JsonSource source;
  private Optional<RawJson> value = Optional.empty();
  private Optional<RawJson> type = Optional.empty();
  private boolean sensitive;

  private OutputFields(JsonSource source) {
    this.source = source;
  }

  /** Reads an output. */
  static OutputState read(String name, JsonSource source) {
    OutputFields fields = new OutputFields(source);
    source.object("the output \"" + name + "\"", fields::field);
    return fields.output(name);
  }

  private void field(String field) {
    switch (field) {
      case "value" -> value = Optional.of(source.raw());
      case "type" -> type = Optional.of(source.raw());
      case "sensitive" -> sensitive = source.truth("\"sensitive\"");
      default -> source.raw();
    }
  }

  private OutputState output(String name) {
    RawJson found = value.orElseThrow(() -> wrongOutput(VALUE, "value", name, "EOF"));
    RawJson kind = type.orElseThrow(() -> wrongOutput(TYPE, "type specification", name, "EOF"));
    checkType(name, found, kind);
    return new OutputState(found, kind, sensitive);
  }

  /** Whoever shows or uses an output relies on its value being of its type. */
  private static void checkType(String name, RawJson value, RawJson type) {
    Type read;
    try {
      read = TypeJson.parse(type.text());
    } catch (ValueJsonException | JacksonException e) {
      throw wrongOutput(TYPE, "type specification", name, String.valueOf(e.getMessage()));
    }
    try {
      ValueJson.parse(value.text(), read);
    } catch (ValueJsonException | JacksonException e) {
      throw wrongOutput(VALUE, "value", name, String.valueOf(e.getMessage()));
    }
  }

  private static MisshapenException wrongOutput(
      String summary, String part, String name, String why) {
    return new MisshapenException(
        summary,
        "The state file has an invalid " + part + " for output \"" + name + "\": " + why + ".");
  }
}
