package dev.ingot.cli.view;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Communicator;
import dev.ingot.lang.JsonDocument;
import dev.ingot.storage.Digest;
import java.time.Duration;

/**
 * The progress of a bake for programs: one JSON object a line, in the form of Terraform's
 * machine-readable interface, with types of its own.
 */
public final class BakeJson implements BakeEvent.Observer {
  private static final double NANOS = 1e9;

  private final EventStream stream;

  /** Writes to a stream that has begun. */
  public BakeJson(EventStream stream) {
    this.stream = stream;
  }

  @Override
  public void on(BakeEvent event) {
    switch (event) {
      case BakeEvent.Started(var _, int steps) ->
          line(
              event,
              "info",
              "Started",
              "build_started",
              json -> json.writeNumberProperty("steps", steps));
      case BakeEvent.Reused(var _, String step, long size) ->
          line(
              event,
              "info",
              step + ": unchanged",
              "step_reused",
              json -> {
                json.writeStringProperty("step", step);
                json.writeNumberProperty("size", size);
              });
      case BakeEvent.StepStarted(var _, String step) ->
          line(
              event,
              "info",
              step + ": started",
              "step_started",
              json -> json.writeStringProperty("step", step));
      case BakeEvent.StepFinished(var _, String step, long size, Duration took) ->
          line(
              event,
              "info",
              step + ": done",
              "step_finished",
              json -> {
                json.writeStringProperty("step", step);
                json.writeNumberProperty("size", size);
                json.writeNumberProperty("elapsed_seconds", took.toNanos() / NANOS);
              });
      case BakeEvent.StepFailed(var _, String step, String message) ->
          line(
              event,
              "warn",
              step + ": " + message,
              "step_failed",
              json -> {
                json.writeStringProperty("step", step);
                json.writeStringProperty("reason", message);
              });
      case BakeEvent.Output(var _, Communicator.Output.Stream from, String text) ->
          line(
              event,
              "info",
              text,
              "step_output",
              json ->
                  json.writeStringProperty(
                      "stream", from == Communicator.Output.Stream.OUT ? "stdout" : "stderr"));
      case BakeEvent.Note(var _, String text) -> line(event, "info", text, "note", json -> {});
      case BakeEvent.Finished(var _, BuildOutcome outcome) -> finished(event, outcome);
    }
  }

  private void finished(BakeEvent event, BuildOutcome outcome) {
    String word =
        switch (outcome) {
          case BuildOutcome.Baked _ -> "baked";
          case BuildOutcome.Unchanged _ -> "unchanged";
          case BuildOutcome.Provisioned _ -> "provisioned";
          case BuildOutcome.Failed _ -> "failed";
          case BuildOutcome.Cancelled _ -> "cancelled";
        };
    line(
        event,
        outcome.isSuccess() ? "info" : "error",
        "The build is over: " + word,
        "build_finished",
        json -> {
          json.writeStringProperty("outcome", word);
          if (outcome.usable().isPresent()) {
            var version = outcome.usable().get();
            json.writeStringProperty("image", version.reference());
            json.writeStringProperty("digest", version.image().map(Digest::toString).orElse(""));
            json.writeArrayPropertyStart("artifacts");
            version
                .builds()
                .forEach(
                    build -> {
                      json.writeStartObject();
                      json.writeStringProperty("id", build.externalId());
                      json.writeStringProperty("region", build.region());
                      json.writeEndObject();
                    });
            json.writeEndArray();
          }
        });
  }

  private void line(
      BakeEvent event, String level, String message, String type, JsonDocument fields) {
    stream.line(
        level,
        event.build().name() + ": " + message,
        type,
        json -> {
          json.writeStringProperty("build", event.build().name());
          fields.write(json);
        });
  }

  /** Writes the end of the whole bake. */
  public void ended(boolean good, String message) {
    stream.line(good ? "info" : "error", message, "bake_summary", json -> {});
  }
}
