package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.OutputChange;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.document.EventDocument;
import dev.ingot.deploy.document.PlanDocument;
import dev.ingot.deploy.operation.ApplyOperation.Counts;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.JsonDocument;
import dev.ingot.state.OutputState;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/**
 * Output of plan and apply for programs: one JSON object a line. Rules: Terraform's
 * machine-readable interface, version 1.2.
 */
public final class OperationJson implements OperationView {
  private final EventStream stream;
  private final Wording wording;

  /** Begins the stream. */
  public OperationJson(Terminal terminal, Wording wording, Clock clock) {
    this(new EventStream(terminal, wording, clock), wording);
  }

  /** Writes to a stream that has begun. */
  public OperationJson(EventStream stream, Wording wording) {
    this.stream = stream;
    this.wording = wording;
  }

  private void line(String level, String message, String type, JsonDocument rest) {
    stream.line(level, message, type, rest);
  }

  @Override
  public void on(Event event) {
    EventDocument.of(event)
        .ifPresent(
            line ->
                line(
                    "info",
                    line.message(),
                    line.type(),
                    json -> {
                      json.writeName("hook");
                      line.hook().write(json);
                    }));
  }

  @Override
  public void diagnostics(Collection<Diagnostic> found) {
    stream.diagnostics(found, json -> {});
  }

  @Override
  public void plan(Plan plan) {
    if (plan.options().mode() == PlanMode.REFRESH_ONLY || !plan.drift().isEmpty()) {
      PlanOrder.sorted(plan.drift()).forEach(this::drift);
    }
    PlanOrder.shown(plan).forEach(this::planned);
    Collection<OutputChange> outputs = plan.outputs().values();
    PlanSummary summary = PlanSummary.of(plan);
    line(
        "info",
        "Plan: " + summary.text() + ".",
        "change_summary",
        json ->
            counts(
                json,
                summary.imports(),
                summary.adds(),
                summary.changes(),
                summary.removals(),
                "plan"));
    if (!outputs.isEmpty()) {
      line("info", "Outputs: " + outputs.size(), "outputs", json -> planned(json, outputs));
    }
  }

  private static void planned(JsonGenerator json, Collection<OutputChange> outputs) {
    json.writeName("outputs");
    json.writeStartObject();
    for (OutputChange output : outputs) {
      json.writeName(output.name());
      json.writeStartObject();
      json.writeBooleanProperty("sensitive", output.beforeSensitive() || output.afterSensitive());
      json.writeStringProperty("action", EventDocument.action(output.action()));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void counts(
      JsonGenerator json, int imports, int adds, int changes, int removals, String operation) {
    json.writeName("changes");
    json.writeStartObject();
    json.writeNumberProperty("add", adds);
    json.writeNumberProperty("change", changes);
    json.writeNumberProperty("import", imports);
    json.writeNumberProperty("remove", removals);
    json.writeStringProperty("operation", operation);
    json.writeEndObject();
  }

  private void planned(ResourceChange change) {
    if (change.deposed().isPresent()) {
      return;
    }
    String action = plannedAction(change);
    line(
        "info",
        change.address() + ": Plan to " + action,
        "planned_change",
        json -> change(json, change, action, true));
  }

  private void drift(ResourceChange change) {
    String action = change.after().isNull() ? "delete" : "update";
    line(
        "info",
        change.address() + ": Drift detected (" + action + ")",
        "resource_drift",
        json -> change(json, change, action, false));
  }

  private static String plannedAction(ResourceChange change) {
    if (change.action() != ChangeAction.NO_OP) {
      return EventDocument.action(change.action());
    }
    return change.isMoved() ? "move" : change.importKey().isPresent() ? "import" : "noop";
  }

  private static void change(
      JsonGenerator json, ResourceChange change, String action, boolean reasons) {
    json.writeName("change");
    json.writeStartObject();
    json.writeName("resource");
    EventDocument.resource(json, change.address());
    if (change.isMoved()) {
      json.writeName("previous_resource");
      EventDocument.resource(json, change.previousAddress());
    }
    json.writeStringProperty("action", action);
    String reason = EventDocument.reason(change.reason());
    if (reasons && !reason.isEmpty()) {
      json.writeStringProperty("reason", reason);
    }
    if (change.importKey().isPresent()) {
      json.writeName("importing");
      json.writeStartObject();
      PlanDocument.importKey(json, change.importKey().get());
      json.writeEndObject();
    }
    change.generated().ifPresent(block -> json.writeStringProperty("generated_config", block));
    json.writeEndObject();
  }

  @Override
  public void saved(Plan plan) {
    PlanOrder.shown(plan).forEach(this::planned);
  }

  @Override
  public void next(Optional<String> file, Optional<String> generated) {}

  @Override
  public void applied(PlanMode mode, Counts done) {
    boolean destroy = mode == PlanMode.DESTROY;
    String message =
        destroy
            ? "Destroy complete! Resources: " + done.destroyed() + " destroyed."
            : "Apply complete! Resources: "
                + (done.imported() > 0 ? done.imported() + " imported, " : "")
                + done.added()
                + " added, "
                + done.changed()
                + " changed, "
                + done.destroyed()
                + " destroyed.";
    line(
        "info",
        message,
        "change_summary",
        json ->
            counts(
                json,
                done.imported(),
                done.added(),
                done.changed(),
                done.destroyed(),
                destroy ? "destroy" : "apply"));
  }

  @Override
  public void outputs(SortedMap<String, OutputState> outputs) {
    line(
        "info",
        "Outputs: " + outputs.size(),
        "outputs",
        json -> {
          json.writeName("outputs");
          OutputJson.event(json, outputs);
        });
  }

  @Override
  public void stopping() {
    line("info", wording.product() + " is stopping...", "log", json -> {});
  }

  @Override
  public void abandoned() {
    line("error", wording.product() + " ended before everything had stopped.", "log", json -> {});
  }
}
