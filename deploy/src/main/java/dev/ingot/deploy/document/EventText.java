package dev.ingot.deploy.document;

import dev.ingot.address.DeposedKey;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.ImportKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Events as lines of text, for people. Rules: the recorded output of Terraform 1.11. */
public final class EventText {
  private EventText() {}

  /** The address before the colon and the text after it; empty if nothing is shown. */
  public record Line(String subject, String text) {
    /** The whole line. */
    public String joined() {
      return subject + ": " + text;
    }
  }

  /** The lines of an event. */
  public static List<Line> lines(Event event) {
    String address = event.address().toString();
    return switch (event) {
      case Event.RefreshStart(var _, var deposed, String id) ->
          one(address + deposed(deposed), "Refreshing state..." + id(id));
      case Event.RefreshComplete _ -> List.of();
      case Event.ImportPrepare(var _, var key) -> one(address, "Preparing import..." + id(key));
      case Event.ImportStart(var _, var key) -> one(address, "Importing..." + id(key));
      case Event.ImportComplete(var _, var key) -> one(address, "Import complete" + id(key));
      case Event.ReadStart _ -> one(address, "Reading...");
      case Event.ReadComplete(var _, String id, Duration elapsed) ->
          one(address, "Read complete after " + seconds(elapsed) + id(id));
      case Event.ReadErrored _ -> List.of();
      case Event.EphemeralDeferred _ -> one(address, "Configuration unknown, deferring...");
      case Event.EphemeralStart(var _, var action) -> one(address, verb(action) + "...");
      case Event.EphemeralProgress(var _, var action, Duration elapsed) ->
          one(
              address,
              "Still "
                  + verb(action).toLowerCase(Locale.ROOT)
                  + "... ["
                  + seconds(elapsed)
                  + " elapsed]");
      case Event.EphemeralComplete(var _, var action, Duration elapsed) ->
          one(address, noun(action) + " complete after " + seconds(elapsed));
      case Event.EphemeralErrored _ -> List.of();
      case Event.ApplyStart(var _, var deposed, ChangeAction action, String id) ->
          one(
              address + deposed(deposed),
              switch (action) {
                case DELETE -> "Destroying..." + id(id);
                case UPDATE -> "Modifying..." + id(id);
                case NO_OP, CREATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET ->
                    "Creating...";
              });
      case Event.ApplyProgress(
              var _,
              var deposed,
              ChangeAction action,
              String id,
              Duration elapsed) ->
          one(
              address + deposed(deposed),
              switch (action) {
                    case DELETE -> "Still destroying...";
                    case UPDATE -> "Still modifying...";
                    case NO_OP, CREATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET ->
                        "Still creating...";
                  }
                  + " ["
                  + (id.isEmpty() ? "" : "id=" + id + ", ")
                  + seconds(elapsed)
                  + " elapsed]");
      case Event.ApplyComplete(var _, var _, ChangeAction action, String id, Duration elapsed) ->
          one(
              address,
              switch (action) {
                case DELETE -> "Destruction complete after " + seconds(elapsed);
                case UPDATE -> "Modifications complete after " + seconds(elapsed) + id(id);
                case NO_OP, CREATE, READ, DELETE_THEN_CREATE, CREATE_THEN_DELETE, FORGET ->
                    "Creation complete after " + seconds(elapsed) + id(id);
              });
      case Event.ApplyErrored _ -> List.of();
      case Event.ProvisionStart(var _, String provisioner) ->
          one(address, "Provisioning with '" + provisioner + "'...");
      case Event.ProvisionOutput(var _, String provisioner, String output) ->
          output
              .strip()
              .lines()
              .map(line -> new Line(address + " (" + provisioner + ")", line.stripTrailing()))
              .toList();
      case Event.ProvisionComplete _ -> List.of();
      case Event.ProvisionErrored _ -> List.of();
    };
  }

  static String verb(Event.EphemeralAction action) {
    return switch (action) {
      case OPEN -> "Opening";
      case RENEW -> "Renewing";
      case CLOSE -> "Closing";
    };
  }

  static String noun(Event.EphemeralAction action) {
    return switch (action) {
      case OPEN -> "Opening";
      case RENEW -> "Renewal";
      case CLOSE -> "Closing";
    };
  }

  private static List<Line> one(String subject, String text) {
    return List.of(new Line(subject, text));
  }

  private static String deposed(Optional<DeposedKey> key) {
    return key.map(found -> " (deposed object " + found.text() + ")").orElse("");
  }

  /** The id of an object, as shown in a line; empty if it has none. */
  public static String id(String id) {
    return id.isEmpty() ? "" : " [id=" + id + "]";
  }

  private static String id(ImportKey key) {
    return key.identity() ? " [identity=" + key.text() + "]" : id(key.text());
  }

  /** Whole seconds as {@code 1m5s}. */
  public static String seconds(Duration elapsed) {
    long seconds = Math.round(elapsed.toMillis() / 1000.0);
    StringBuilder text = new StringBuilder();
    if (seconds >= 3600) {
      text.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    return text.append(seconds % 60).append('s').toString();
  }
}
