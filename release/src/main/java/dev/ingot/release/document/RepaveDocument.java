package dev.ingot.release.document;

import dev.ingot.lang.JsonDocument;
import dev.ingot.release.StackUpkeep;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave;
import tools.jackson.core.JsonGenerator;

/**
 * What a repave would do. As JSON, an object with the array {@code rebuild} of the images that are
 * baked again, whose objects have the {@code bucket}, the {@code reason}, a {@code detail}, how
 * often that was {@code tried} in vain, how often it {@code failed} since then, and {@code until}
 * when it waits, which may be empty; whether they are {@code scheduled}; and with the arrays {@code
 * now} and {@code waiting} of machines; their objects have the instance's {@code address}, its
 * failure {@code domain}, the {@code reason}, a {@code detail}, when it became due ({@code since});
 * those of {@code now} whether they are {@code overdue}, those of {@code waiting} the {@code cause}
 * and {@code until}, which may be empty.
 */
public record RepaveDocument(StackUpkeep.RepavePlan plan) implements JsonDocument {
  @Override
  public void write(JsonGenerator json) {
    Repave.Decision decision = plan.machines();
    json.writeStartObject();
    json.writeBooleanProperty("scheduled", plan.images().scheduled());
    json.writeArrayPropertyStart("rebuild");
    plan.images().now().forEach(wanted -> rebuild(json, wanted, 0, 0, ""));
    plan.images()
        .waiting()
        .forEach(
            one ->
                rebuild(json, one.wanted(), one.times(), one.failures(), one.until().toString()));
    json.writeEndArray();
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

  private static void rebuild(
      JsonGenerator json, Rebuild.Wanted wanted, int tried, int failed, String until) {
    json.writeStartObject();
    json.writeStringProperty("bucket", wanted.bucket());
    json.writeStringProperty("reason", wanted.reason().word());
    json.writeStringProperty("detail", wanted.detail());
    json.writeNumberProperty("tried", tried);
    json.writeNumberProperty("failed", failed);
    json.writeStringProperty("until", until);
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
