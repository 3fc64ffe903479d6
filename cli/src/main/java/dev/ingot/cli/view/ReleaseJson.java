package dev.ingot.cli.view;

import dev.ingot.bake.BakeEvent;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.JsonDocument;
import dev.ingot.release.ReleaseEvent;
import dev.ingot.release.ReleaseEvent.ImageChange;
import dev.ingot.release.ReleaseListener;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.ReleaseStage;
import dev.ingot.rollout.analysis.Judged;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * The progress of a release for programs: one JSON object a line, in the form of Terraform's
 * machine-readable interface, with types of its own beside those of plans and changes. The message
 * of each is what the text view prints.
 */
public final class ReleaseJson implements ReleaseListener {
  private final EventStream stream;
  private final OperationView view;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream printer = new PrintStream(printed, false, StandardCharsets.UTF_8);
  private final ReleaseText text;

  /**
   * @param stream the stream that the view writes to, too
   * @param view writes plans, changes and diagnostics
   */
  public ReleaseJson(EventStream stream, OperationView view) {
    this.stream = stream;
    this.view = view;
    Terminal plain =
        new Terminal(InputStream.nullInputStream(), printer, printer, false, false, false, 78);
    this.text = new ReleaseText(plain, view, _ -> {}, true);
  }

  @Override
  public synchronized void on(ReleaseEvent event) {
    switch (event) {
      case ReleaseEvent.Diagnosed(List<Diagnostic> diagnostics) -> view.diagnostics(diagnostics);
      case ReleaseEvent.Deploying(var change) -> view.on(change);
      case ReleaseEvent.Planned(var plan, List<ImageChange> images) -> {
        view.plan(plan);
        images.forEach(this::image);
      }
      case ReleaseEvent.StageEnded(ReleaseStage stage) ->
          stream.line(
              "info",
              "Stage " + word(stage) + " has ended",
              "release_stage",
              json -> json.writeStringProperty("stage", word(stage)));
      case ReleaseEvent.Baking(BakeEvent baking) ->
          line(event, "bake", json -> json.writeStringProperty("build", baking.build().name()));
      case ReleaseEvent.Baked(var version) ->
          line(
              event,
              "baked",
              json -> {
                json.writeStringProperty("image", version.reference());
                json.writeStringProperty(
                    "digest", version.image().map(Digest::toString).orElse(""));
              });
      case ReleaseEvent.RolloutStepped(String rollout, var _, var _, Rollout after) ->
          line(event, "rollout", json -> rollout(json, rollout, after));
      case ReleaseEvent.RolloutDoing(String rollout, var _, Rollout state) ->
          line(event, "rollout", json -> rollout(json, rollout, state));
      case ReleaseEvent.LastWords(var machine, String log) ->
          line(
              event,
              "last_words",
              json -> {
                json.writeStringProperty("machine", machine.toString());
                json.writeStringProperty("log", log);
              });
      case ReleaseEvent.Measured(String rollout, String metric, Judged judged) ->
          line(
              event,
              "measurement",
              json -> {
                json.writeStringProperty("rollout", rollout);
                json.writeStringProperty("metric", metric);
                json.writeStringProperty("judged", judged.kind().name().toLowerCase(Locale.ROOT));
                json.writeStringProperty("evidence", judged.evidence());
              });
      case ReleaseEvent.Promoting _,
          ReleaseEvent.Kept _,
          ReleaseEvent.RollingBack _,
          ReleaseEvent.NoChanges _,
          ReleaseEvent.Resuming _,
          ReleaseEvent.Unreached _,
          ReleaseEvent.Redeploying _ ->
          line(event, "release_progress", json -> {});
    }
  }

  /** Writes an event if there is something to say. */
  private void line(ReleaseEvent event, String type, JsonDocument fields) {
    text.on(event);
    printer.flush();
    String message = printed.toString(StandardCharsets.UTF_8).strip();
    printed.reset();
    if (!message.isEmpty()) {
      stream.line("info", message, type, fields);
    }
  }

  private void image(ImageChange change) {
    stream.line(
        "info",
        change.bucket()
            + ": "
            + change.before().map(old -> old + " -> ").orElse("")
            + change.after(),
        "image_change",
        json -> {
          json.writeStringProperty("bucket", change.bucket());
          change.before().ifPresent(before -> json.writeStringProperty("before", before));
          json.writeStringProperty("after", change.after());
        });
  }

  private static void rollout(JsonGenerator json, String name, Rollout rollout) {
    json.writeObjectPropertyStart("rollout");
    json.writeStringProperty("name", name);
    json.writeStringProperty("phase", rollout.phase().name().toLowerCase(Locale.ROOT));
    json.writeNumberProperty("wave", rollout.wave() + 1);
    json.writeNumberProperty("waves", rollout.waves().size());
    json.writeArrayPropertyStart("machines");
    rollout
        .health()
        .forEach(
            (address, health) -> {
              json.writeStartObject();
              json.writeStringProperty("address", address.toString());
              json.writeBooleanProperty("healthy", health.healthySince().isPresent());
              json.writeBooleanProperty("proved", health.proved());
              json.writeStringProperty("evidence", health.evidence());
              json.writeEndObject();
            });
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String word(ReleaseStage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Writes the end.
   *
   * @param outcome its word in documents, such as {@code verified}
   * @param reason why, if it is not well
   */
  public void ended(String outcome, String reason, Optional<ReleaseResult.Deployed> deployed) {
    deployed.ifPresent(what -> view.outputs(what.outputs()));
    stream.line(
        outcome.equals("verified") || outcome.equals("unchanged") ? "info" : "error",
        reason.isEmpty()
            ? "The release is " + outcome
            : "The release is " + outcome + ": " + reason,
        "release_result",
        json -> {
          json.writeStringProperty("outcome", outcome);
          json.writeStringProperty("reason", reason);
          json.writeArrayPropertyStart("images");
          deployed
              .map(ReleaseResult.Deployed::images)
              .ifPresent(
                  images ->
                      images.forEach(
                          (reference, image) -> {
                            json.writeStartObject();
                            json.writeStringProperty("reference", reference);
                            json.writeStringProperty("version", image.version());
                            json.writeStringProperty("digest", image.digest());
                            json.writeEndObject();
                          }));
          json.writeEndArray();
        });
  }
}
