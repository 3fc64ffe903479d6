package dev.ingot.deploy.document;

import dev.ingot.address.DeposedKey;
import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.OutputState;
import dev.ingot.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** A state as a document. Rules: state JSON 1.0. */
public final class StateDocument {
  private static final String FORMAT_VERSION = "1.0";

  private StateDocument() {}

  /** The document of a state that does not exist. */
  public static String none() {
    return JsonDocument.line(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("format_version", FORMAT_VERSION);
          json.writeEndObject();
        });
  }

  /** The document of a state. */
  public static String text(State state, List<DecodedState.Stored> objects) {
    return JsonDocument.line(
        json -> write(json, state.outputs(), objects, state.checkResults().text()));
  }

  /** Only the values of a state, as fields of an object that the caller has opened. */
  public static void values(JsonGenerator json, State state, List<DecodedState.Stored> objects) {
    json.writeStringProperty("state_format_version", FORMAT_VERSION);
    json.writeName("root_module");
    ModuleDocuments.of(objects.stream().map(StateDocument::resource).toList()).write(json);
    outputs(json, state.outputs());
  }

  static void write(
      JsonGenerator json,
      Map<String, OutputState> outputs,
      List<DecodedState.Stored> objects,
      String checks) {
    json.writeStartObject();
    json.writeStringProperty("format_version", FORMAT_VERSION);
    if (!outputs.isEmpty() || !objects.isEmpty()) {
      json.writeStringProperty("terraform_version", LanguageVersion.TERRAFORM);
      json.writeName("values");
      json.writeStartObject();
      outputs(json, outputs);
      json.writeName("root_module");
      ModuleDocuments.of(objects.stream().map(StateDocument::resource).toList()).write(json);
      json.writeEndObject();
    }
    if (!checks.equals("null") && !checks.equals("[]")) {
      json.writeName("checks");
      ChecksDocument.ofState(json, checks);
    }
    json.writeEndObject();
  }

  private static void outputs(JsonGenerator json, Map<String, OutputState> outputs) {
    if (outputs.isEmpty()) {
      return;
    }
    json.writeName("outputs");
    json.writeStartObject();
    outputs.forEach(
        (name, output) -> {
          json.writeName(name);
          json.writeStartObject();
          json.writeBooleanProperty("sensitive", output.sensitive());
          json.writeName("value");
          json.writeRawValue(output.value().text());
          json.writeName("type");
          json.writeRawValue(output.type().text());
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  private static ResourceDocument resource(DecodedState.Stored stored) {
    return new ResourceDocument(
        stored.address(),
        stored.provider(),
        stored.object().schemaVersion(),
        Optional.of(stored.value()),
        stored.object().dependencies(),
        stored.isTainted(),
        stored.deposed().map(DeposedKey::text),
        stored.object().identity());
  }
}
