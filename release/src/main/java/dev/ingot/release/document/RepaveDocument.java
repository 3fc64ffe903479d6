package dev.ingot.release.document;

import dev.ingot.lang.JsonDocument;
import dev.ingot.release.repave.Repave;
import tools.jackson.core.JsonGenerator;

/**
 * What a repave would do. As JSON, an object with the arrays {@code now} and {@code waiting}; their
 * objects have the instance's {@code address}, its failure {@code domain}, the {@code reason}, a
 * {@code detail}, when it became due ({@code since}); those of {@code now} whether they are {@code
 * overdue}, those of {@code waiting} the {@code cause} and {@code until}, which may be empty.
 */
public record RepaveDocument(Repave.Decision decision) implements JsonDocument {
  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("now");
    for (Repave.Choice choice : decision.now()) {
      json.writeStartObject();
      due(json, choice.due());
      json.writeBooleanProperty("overdue", choice.overdue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("waiting");
    for (Repave.Waiting waiting : decision.waiting()) {
      json.writeStartObject();
      due(json, waiting.due());
      json.writeStringProperty("cause", waiting.why());
      json.writeStringProperty("until", waiting.until().map(Object::toString).orElse(""));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void due(JsonGenerator json, Repave.Due due) {
    json.writeStringProperty("address", due.address().toString());
    json.writeStringProperty("domain", due.domain());
    json.writeStringProperty("reason", due.reason().word());
    json.writeStringProperty("detail", due.detail());
    json.writeStringProperty("since", due.since().toString());
  }
}
