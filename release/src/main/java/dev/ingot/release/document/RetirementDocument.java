package dev.ingot.release.document;

import dev.ingot.lang.JsonDocument;
import dev.ingot.release.retire.Candidate;
import dev.ingot.release.retire.Verdict;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * What becomes of versions of images. As JSON, an object with the array {@code versions}, whose
 * objects have the {@code version}, its {@code id} and {@code stage}, what becomes of it ({@code
 * verdict}: {@code kept}, {@code due} or {@code waiting}), and the {@code reasons}; those that
 * aren't kept have the {@code step}, those that wait the time {@code at}, which may be empty.
 * {@code frees} is the disk, in bytes, that is free once all that isn't kept is deleted.
 */
public record RetirementDocument(List<Verdict> verdicts, long frees) implements JsonDocument {
  public RetirementDocument {
    verdicts = List.copyOf(verdicts);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("versions");
    for (Verdict verdict : verdicts) {
      json.writeStartObject();
      version(json, verdict.version());
      switch (verdict) {
        case Verdict.Kept(Candidate _, List<String> reasons) -> {
          json.writeStringProperty("verdict", "kept");
          reasons(json, reasons);
        }
        case Verdict.Due(Candidate _, var step, String why) -> {
          json.writeStringProperty("verdict", "due");
          json.writeStringProperty("step", step.word());
          reasons(json, List.of(why));
        }
        case Verdict.Waiting(Candidate _, var step, var at, String why) -> {
          json.writeStringProperty("verdict", "waiting");
          json.writeStringProperty("step", step.word());
          json.writeStringProperty("at", at.map(Object::toString).orElse(""));
          reasons(json, List.of(why));
        }
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberProperty("frees", frees);
    json.writeEndObject();
  }

  private static void version(JsonGenerator json, Candidate version) {
    json.writeStringProperty("version", version.reference());
    json.writeStringProperty("id", version.id());
    json.writeStringProperty("stage", version.stage().word());
  }

  private static void reasons(JsonGenerator json, List<String> reasons) {
    json.writeArrayPropertyStart("reasons");
    reasons.forEach(json::writeString);
    json.writeEndArray();
  }
}
