package dev.ingot.release.document;

import dev.ingot.lang.JsonDocument;
import dev.ingot.release.drift.Finding;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * What has drifted of a stack. As JSON, an object with the number of the {@code release} that runs
 * (0 if none does), how many {@code machines} were looked at, and the array {@code findings}, whose
 * objects have the instance's {@code address}, the {@code reason}, a {@code detail} for people,
 * {@code since} (ISO 8601 in UTC, or an empty text), and whether it is {@code replaceable}.
 *
 * @param release empty if nothing runs
 */
public record DriftDocument(Optional<Long> release, int machines, List<Finding> findings)
    implements JsonDocument {
  public DriftDocument {
    findings = List.copyOf(findings);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("release", release.orElse(0L));
    json.writeNumberProperty("machines", machines);
    json.writeArrayPropertyStart("findings");
    for (Finding finding : findings) {
      json.writeStartObject();
      json.writeStringProperty("address", finding.address().toString());
      json.writeStringProperty("reason", finding.reason().word());
      json.writeStringProperty("detail", finding.detail());
      json.writeStringProperty("since", finding.since().map(Object::toString).orElse(""));
      json.writeBooleanProperty("replaceable", finding.replaceable());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
