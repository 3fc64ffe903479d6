package dev.ingot.cli.view;

import dev.ingot.lang.JsonDocument;
import dev.ingot.state.OutputState;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/** Writes outputs of the root module for programs. */
public final class OutputJson {
  private OutputJson() {}

  /** All outputs by name. */
  public static String all(SortedMap<String, OutputState> outputs) {
    return IndentedJson.of(JsonDocument.text(json -> write(json, outputs)));
  }

  /** Writes all outputs by name: whether they are sensitive, their types, their values. */
  static void write(JsonGenerator json, SortedMap<String, OutputState> outputs) {
    write(json, outputs, true);
  }

  /** Writes all outputs in the form of events, without the values of sensitive ones. */
  static void event(JsonGenerator json, SortedMap<String, OutputState> outputs) {
    write(json, outputs, false);
  }

  private static void write(
      JsonGenerator json, SortedMap<String, OutputState> outputs, boolean secrets) {
    json.writeStartObject();
    outputs.forEach(
        (name, output) -> {
          json.writeName(name);
          json.writeStartObject();
          json.writeBooleanProperty("sensitive", output.sensitive());
          json.writeName("type");
          json.writeRawValue(output.type().text());
          if (secrets || !output.sensitive()) {
            json.writeName("value");
            json.writeRawValue(output.value().text());
          }
          json.writeEndObject();
        });
    json.writeEndObject();
  }
}
