package dev.ingot.release.document;

import dev.ingot.lang.JsonDocument;
import dev.ingot.registry.advisory.Advisories;
import dev.ingot.release.exposure.Exposure;
import dev.ingot.release.exposure.ExposureImport;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/**
 * How images and machines are exposed. As JSON, an object with two arrays. The objects of {@code
 * affected} have the {@code image}, its {@code channels}, what is {@code running} it (objects of
 * the {@code stack}, the {@code release} and the {@code machines}), and the {@code vulnerabilities}
 * (objects of {@code id}, {@code severity}, {@code component}, {@code fixed}, {@code source} and
 * {@code since}). Those of {@code over} have {@code id}, {@code severity}, {@code image}, {@code
 * stack}, when it was {@code known}, the {@code steps} (objects of {@code what} and {@code at}),
 * when the last machine was {@code gone}, and the {@code seconds} between. Times are ISO 8601 in
 * UTC.
 */
public record ExposureDocument(Exposure exposure) implements JsonDocument {
  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeArrayPropertyStart("affected");
    exposure.affected().forEach(one -> affected(json, one));
    json.writeEndArray();
    json.writeArrayPropertyStart("over");
    exposure.over().forEach(one -> over(json, one));
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void affected(JsonGenerator json, Exposure.Affected affected) {
    json.writeStartObject();
    json.writeStringProperty("image", affected.version());
    texts(json, "channels", affected.channels());
    json.writeArrayPropertyStart("running");
    for (Exposure.Running running : affected.running()) {
      json.writeStartObject();
      json.writeStringProperty("stack", running.stack());
      json.writeNumberProperty("release", running.release());
      texts(json, "machines", running.machines());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("vulnerabilities");
    for (Known known : affected.known()) {
      json.writeStartObject();
      json.writeStringProperty("id", known.id());
      json.writeStringProperty("severity", known.severity().word());
      json.writeStringProperty("component", known.component());
      json.writeStringProperty("fixed", known.fixed());
      json.writeStringProperty("source", known.source());
      time(json, "since", known.since());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void over(JsonGenerator json, Exposure.Over over) {
    json.writeStartObject();
    json.writeStringProperty("id", over.id());
    json.writeStringProperty("severity", over.severity().word());
    json.writeStringProperty("image", over.version());
    json.writeStringProperty("stack", over.stack());
    time(json, "known", over.known());
    json.writeArrayPropertyStart("steps");
    for (Exposure.Step step : over.steps()) {
      json.writeStartObject();
      json.writeStringProperty("what", step.what());
      time(json, "at", step.at());
      json.writeEndObject();
    }
    json.writeEndArray();
    time(json, "gone", over.gone());
    json.writeNumberProperty("seconds", over.took().toMillis() / 1000.0);
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String name, Iterable<?> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(text -> json.writeString(text.toString()));
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String name, Instant at) {
    json.writeStringProperty(name, at.toString());
  }

  /**
   * What was imported. As JSON, an object with the numbers {@code added}, {@code changed}, {@code
   * unchanged} and {@code withdrawn} of advisories, the array {@code reports} (objects of {@code
   * file}, {@code format}, {@code image}, which may be empty, {@code findings} and how many of them
   * are {@code new}), how many images were {@code screened}, and how many {@code findings} about
   * them are new, changed or gone.
   */
  public record Imported(ExposureImport.Result result) implements JsonDocument {
    @Override
    public void write(JsonGenerator json) {
      json.writeStartObject();
      json.writeNumberProperty(
          "added", result.advisories().map(Advisories.Imported::added).orElse(0));
      json.writeNumberProperty(
          "changed", result.advisories().map(Advisories.Imported::changed).orElse(0));
      json.writeNumberProperty(
          "unchanged", result.advisories().map(Advisories.Imported::unchanged).orElse(0));
      json.writeNumberProperty(
          "withdrawn", result.advisories().map(Advisories.Imported::withdrawn).orElse(0));
      json.writeArrayPropertyStart("reports");
      for (ExposureImport.OfReport report : result.reports()) {
        json.writeStartObject();
        json.writeStringProperty("file", report.file().toString());
        json.writeStringProperty("format", report.format());
        json.writeStringProperty("image", report.image().orElse(""));
        json.writeNumberProperty("findings", report.total());
        json.writeNumberProperty("new", report.fresh());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberProperty("screened", result.screened());
      json.writeNumberProperty("findings", result.findings());
      json.writeEndObject();
    }
  }
}
