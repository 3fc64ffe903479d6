package dev.ingot.deploy.document;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.JsonDocument;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Events, for programs. Rules: Terraform's machine-readable interface, version 1.2. */
public final class EventDocument {
  private EventDocument() {}

  /** A line of the stream, without the fields that all lines have. */
  public record Line(String message, String type, JsonDocument hook) {}

  /** An event; empty if the interface has no such event. */
  public static Optional<Line> of(Event event) {
    return switch (event) {
      case Event.ImportPrepare _,
          Event.ImportStart _,
          Event.ImportComplete _,
          Event.ReadErrored _,
          Event.EphemeralDeferred _ ->
          Optional.empty();
      case Event.EphemeralStart(var address, var action) ->
          line(
              address,
              EventText.verb(action) + "...",
              "ephemeral_op_start",
              json -> hook(json, address, action(action), "", -1));
      case Event.EphemeralProgress(var address, var action, Duration elapsed) ->
          line(
              address,
              "Still "
                  + EventText.verb(action).toLowerCase(Locale.ROOT)
                  + "... ["
                  + EventText.seconds(elapsed)
                  + " elapsed]",
              "ephemeral_op_progress",
              json -> hook(json, address, action(action), "", elapsed.toSeconds()));
      case Event.EphemeralComplete(var address, var action, Duration elapsed) ->
          line(
              address,
              EventText.noun(action) + " complete after " + EventText.seconds(elapsed),
              "ephemeral_op_complete",
              json -> hook(json, address, action(action), "", elapsed.toSeconds()));
      case Event.EphemeralErrored(var address, var action, Duration elapsed) ->
          line(
              address,
              EventText.noun(action) + " errored after " + EventText.seconds(elapsed),
              "ephemeral_op_errored",
              json -> hook(json, address, action(action), "", elapsed.toSeconds()));
      case Event.RefreshStart(var address, var _, String id) ->
          line(
              address,
              "Refreshing state..." + EventText.id(id),
              "refresh_start",
              json -> hook(json, address, "", id, -1));
      case Event.RefreshComplete(var address, var _, String id) ->
          line(
              address,
              "Refresh complete" + EventText.id(id),
              "refresh_complete",
              json -> hook(json, address, "", id, -1));
      case Event.ReadStart(var address) ->
          line(
              address, "Refreshing...", "apply_start", json -> hook(json, address, "read", "", -1));
      case Event.ReadComplete(var address, String id, Duration elapsed) ->
          line(
              address,
              "Refresh complete after " + EventText.seconds(elapsed) + EventText.id(id),
              "apply_complete",
              json -> hook(json, address, "read", id, elapsed.toSeconds()));
      case Event.ApplyStart(var address, var _, ChangeAction action, String id) -> {
        String known = action == ChangeAction.CREATE ? "" : id;
        yield line(
            address,
            verb(action) + "..." + EventText.id(known),
            "apply_start",
            json -> hook(json, address, action(action), known, -1));
      }
      case Event.ApplyProgress(
              var address,
              var _,
              ChangeAction action,
              String _,
              Duration elapsed) ->
          line(
              address,
              "Still "
                  + verb(action).toLowerCase(Locale.ROOT)
                  + "... ["
                  + EventText.seconds(elapsed)
                  + " elapsed]",
              "apply_progress",
              json -> hook(json, address, action(action), "", elapsed.toSeconds()));
      case Event.ApplyComplete(
              var address,
              var _,
              ChangeAction action,
              String id,
              Duration elapsed) -> {
        String known = action == ChangeAction.DELETE ? "" : id;
        yield line(
            address,
            noun(action) + " complete after " + EventText.seconds(elapsed) + EventText.id(known),
            "apply_complete",
            json -> hook(json, address, action(action), known, elapsed.toSeconds()));
      }
      case Event.ApplyErrored(
              var address,
              var _,
              ChangeAction action,
              String _,
              Duration elapsed) ->
          line(
              address,
              noun(action) + " errored after " + EventText.seconds(elapsed),
              "apply_errored",
              json -> hook(json, address, action(action), "", elapsed.toSeconds()));
      case Event.ProvisionStart(var address, String provisioner) ->
          line(
              address,
              "Provisioning with '" + provisioner + "'...",
              "provision_start",
              json -> provisioner(json, address, provisioner, ""));
      case Event.ProvisionOutput(var address, String provisioner, String output) ->
          line(
              address,
              "(" + provisioner + "): " + output.stripTrailing(),
              "provision_progress",
              json -> provisioner(json, address, provisioner, output.stripTrailing()));
      case Event.ProvisionComplete(var address, String provisioner) ->
          line(
              address,
              "(" + provisioner + ") Provisioning complete",
              "provision_complete",
              json -> provisioner(json, address, provisioner, ""));
      case Event.ProvisionErrored(var address, String provisioner) ->
          line(
              address,
              "(" + provisioner + ") Provisioning errored",
              "provision_errored",
              json -> provisioner(json, address, provisioner, ""));
    };
  }

  private static Optional<Line> line(
      InstanceAddress address, String text, String type, JsonDocument fields) {
    return Optional.of(new Line(address + ": " + text, type, fields));
  }

  private static String verb(ChangeAction action) {
    return switch (action) {
      case DELETE -> "Destroying";
      case UPDATE -> "Modifying";
      case NO_OP, CREATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET -> "Creating";
    };
  }

  private static String noun(ChangeAction action) {
    return switch (action) {
      case DELETE -> "Destruction";
      case UPDATE -> "Modifications";
      case NO_OP, CREATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET -> "Creation";
    };
  }

  private static String action(Event.EphemeralAction action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** The interface's word for an action. */
  public static String action(ChangeAction action) {
    return switch (action) {
      case NO_OP -> "noop";
      case CREATE -> "create";
      case READ -> "read";
      case UPDATE -> "update";
      case DELETE -> "delete";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> "replace";
      case FORGET -> "remove";
    };
  }

  /** The interface's word for a reason. */
  public static String reason(ActionReason reason) {
    return switch (reason) {
      case REPLACE_BECAUSE_TAINTED -> "tainted";
      case REPLACE_BY_REQUEST -> "requested";
      case REPLACE_BY_TRIGGERS -> "replace_triggered_by";
      case REPLACE_BECAUSE_CANNOT_UPDATE -> "cannot_update";
      case NONE,
          DELETE_BECAUSE_NO_RESOURCE_CONFIG,
          DELETE_BECAUSE_WRONG_REPETITION,
          DELETE_BECAUSE_COUNT_INDEX,
          DELETE_BECAUSE_EACH_KEY,
          DELETE_BECAUSE_ENABLED_FALSE,
          DELETE_BECAUSE_NO_MODULE,
          DELETE_BECAUSE_NO_MOVE_TARGET,
          READ_BECAUSE_CONFIG_UNKNOWN,
          READ_BECAUSE_DEPENDENCY_PENDING,
          READ_BECAUSE_CHECK_NESTED ->
          reason.text();
    };
  }

  /** Writes the object that names an instance. */
  public static void resource(JsonGenerator json, InstanceAddress address) {
    json.writeStartObject();
    json.writeStringProperty("addr", address.toString());
    json.writeStringProperty("module", address.module().toString());
    json.writeStringProperty("resource", address.resource().localText() + address.key().suffix());
    json.writeStringProperty(
        "implied_provider", ModuleConfiguration.impliedProvider(address.resource().type()));
    json.writeStringProperty("resource_type", address.resource().type());
    json.writeStringProperty("resource_name", address.resource().name());
    json.writeName("resource_key");
    switch (address.key()) {
      case InstanceKey.None() -> json.writeNull();
      case InstanceKey.Index(long index) -> json.writeNumber(index);
      case InstanceKey.Text(String key) -> json.writeString(key);
    }
    json.writeEndObject();
  }

  private static void hook(
      JsonGenerator json, InstanceAddress address, String action, String id, long seconds) {
    json.writeStartObject();
    json.writeName("resource");
    resource(json, address);
    if (!action.isEmpty()) {
      json.writeStringProperty("action", action);
    }
    if (!id.isEmpty()) {
      json.writeStringProperty("id_key", "id");
      json.writeStringProperty("id_value", id);
    }
    if (seconds >= 0) {
      json.writeNumberProperty("elapsed_seconds", seconds);
    }
    json.writeEndObject();
  }

  private static void provisioner(
      JsonGenerator json, InstanceAddress address, String provisioner, String output) {
    json.writeStartObject();
    json.writeName("resource");
    resource(json, address);
    json.writeStringProperty("provisioner", provisioner);
    if (!output.isEmpty()) {
      json.writeStringProperty("output", output);
    }
    json.writeEndObject();
  }
}
