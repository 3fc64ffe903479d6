package dev.ingot.cli.view;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import java.util.List;

/** Prints one change of a plan: a line that says what happens and why, then the object. */
final class ChangeText {
  private final Terminal terminal;
  private final Wording wording;
  private final DifferenceText values;

  ChangeText(Terminal terminal, Wording wording) {
    this.terminal = terminal;
    this.wording = wording;
    this.values = new DifferenceText(terminal, wording);
  }

  /** The text of a change, ending with the closing brace. */
  String text(ResourceChange change, Schema schema) {
    String margin = change.action() == ChangeAction.FORGET ? " " : "  ";
    StringBuilder out = new StringBuilder();
    for (String comment : comments(change)) {
      out.append(margin).append(terminal.styled(Style.BOLD, comment)).append('\n');
    }
    out.append(symbol(change.action()))
        .append(head(change.address().resource()))
        .append(" {")
        .append('\n')
        .append(body(change, schema))
        .append("    }");
    return out.toString();
  }

  /** The text of a change made outside. */
  String drift(ResourceChange change, Schema schema) {
    boolean gone = change.action() == ChangeAction.DELETE;
    String name = change.address().toString();
    String happened =
        gone
            ? "has been deleted"
            : change.isMoved() ? "has moved to " + change.address() : "has changed";
    return "  "
        + terminal.styled(Style.BOLD, "# " + name + " " + happened)
        + "\n"
        + symbol(gone ? ChangeAction.DELETE : ChangeAction.UPDATE)
        + head(change.address().resource())
        + " {\n"
        + new BodyText(values, true).lines(schema, change.before(), change.after(), List.of(), 8)
        + "    }";
  }

  static String head(ResourceAddress address) {
    String kind =
        switch (address.mode()) {
          case MANAGED -> "resource";
          case DATA -> "data";
          case EPHEMERAL -> "ephemeral";
        };
    return kind + " \"" + address.type() + "\" \"" + address.name() + "\"";
  }

  private String body(ResourceChange change, Schema schema) {
    Value after = change.action() == ChangeAction.FORGET ? change.before() : change.after();
    List<dev.ingot.lang.value.ValuePath> paths =
        change.action().isReplace() ? change.replacePaths() : List.of();
    return new BodyText(values, true).lines(schema, change.before(), after, paths, 8);
  }

  /** The symbol of an action in its four columns. */
  String symbol(ChangeAction action) {
    return switch (action) {
      case NO_OP -> "    ";
      case CREATE -> "  " + terminal.styled(Style.GREEN, "+") + " ";
      case READ -> " " + terminal.styled(Style.CYAN, "<=") + " ";
      case UPDATE -> "  " + terminal.styled(Style.YELLOW, "~") + " ";
      case DELETE -> "  " + terminal.styled(Style.RED, "-") + " ";
      case DELETE_THEN_CREATE ->
          terminal.styled(Style.RED, "-") + "/" + terminal.styled(Style.GREEN, "+") + " ";
      case CREATE_THEN_DELETE ->
          terminal.styled(Style.GREEN, "+") + "/" + terminal.styled(Style.RED, "-") + " ";
      case FORGET -> " " + terminal.styled(Style.RED, ".") + " ";
    };
  }

  private List<String> comments(ResourceChange change) {
    List<String> lines = new java.util.ArrayList<>();
    boolean onlyMoved = change.isMoved() && change.action() == ChangeAction.NO_OP;
    String name =
        (onlyMoved ? change.previousAddress() : change.address())
            + change
                .deposed()
                .map(DeposedKey::text)
                .map(key -> " (deposed object " + key + ")")
                .orElse("");
    lines.add("# " + name + " " + happening(change));
    if (change.generated().isPresent()) {
      lines.add("# (config will be generated)");
    }
    String reason = reason(change);
    if (!reason.isEmpty()) {
      lines.add("# (" + reason + ")");
    }
    if (change.isMoved() && change.action() != ChangeAction.NO_OP) {
      lines.add("# (moved from " + change.previousAddress() + ")");
    }
    if (change.importKey().isPresent() && change.action() != ChangeAction.NO_OP) {
      ImportKey key = change.importKey().get();
      lines.add(
          key.identity()
              ? "# (imported by its identity " + key.text() + ")"
              : "# (imported from \"" + key.text() + "\")");
    }
    return lines;
  }

  private String happening(ResourceChange change) {
    return switch (change.action()) {
      case NO_OP -> {
        if (change.isMoved()) {
          yield "has moved to " + change.address();
        }
        yield change.importKey().isPresent() ? "will be imported" : "is not changed";
      }
      case CREATE -> "will be created";
      case READ -> "will be read during apply";
      case UPDATE -> "will be updated in-place";
      case DELETE -> "will be destroyed";
      case FORGET ->
          "will no longer be managed by " + wording.product() + ", but will not be destroyed";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE -> replacing(change.reason());
    };
  }

  private String replacing(ActionReason reason) {
    String red = terminal.styled(Style.RED, "replaced");
    return switch (reason) {
      case REPLACE_BECAUSE_TAINTED -> "is tainted, so must be " + red;
      case REPLACE_BY_REQUEST -> "will be " + red + ", as requested";
      case REPLACE_BY_TRIGGERS -> "will be " + red + " due to changes in replace_triggered_by";
      case NONE,
          REPLACE_BECAUSE_CANNOT_UPDATE,
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
          "must be " + red;
    };
  }

  private static String reason(ResourceChange change) {
    if (change.deposed().isPresent()) {
      return "left over from a partially-failed replacement of this instance";
    }
    if (change.action() == ChangeAction.FORGET) {
      return "destroy = false is set in the configuration";
    }
    return switch (change.reason()) {
      case DELETE_BECAUSE_NO_RESOURCE_CONFIG ->
          "because " + withoutKeys(change) + " is not in configuration";
      case DELETE_BECAUSE_NO_MODULE ->
          "because " + change.address().module() + " is not in configuration";
      case DELETE_BECAUSE_NO_MOVE_TARGET ->
          change.isMoved()
              ? "because "
                  + change.previousAddress()
                  + " was moved to "
                  + change.address()
                  + ", which is not in configuration"
              : "because resource uses count or for_each";
      case DELETE_BECAUSE_WRONG_REPETITION ->
          switch (change.address().key()) {
            case InstanceKey.None() -> "because resource uses count or for_each";
            case InstanceKey.Index _ -> "because resource does not use count";
            case InstanceKey.Text _ -> "because resource does not use for_each";
          };
      case DELETE_BECAUSE_COUNT_INDEX ->
          "because index " + change.address().key().suffix() + " is out of range for count";
      case DELETE_BECAUSE_ENABLED_FALSE -> "because enabled is false";
      case DELETE_BECAUSE_EACH_KEY ->
          "because key " + change.address().key().suffix() + " is not in for_each map";
      case READ_BECAUSE_CONFIG_UNKNOWN -> "config refers to values not yet known";
      case READ_BECAUSE_DEPENDENCY_PENDING ->
          "depends on a resource or a module with changes pending";
      case READ_BECAUSE_CHECK_NESTED -> "config will be reloaded to verify a check block";
      case NONE,
          REPLACE_BECAUSE_TAINTED,
          REPLACE_BY_REQUEST,
          REPLACE_BY_TRIGGERS,
          REPLACE_BECAUSE_CANNOT_UPDATE ->
          "";
    };
  }

  private static String withoutKeys(ResourceChange change) {
    return change.address().resource().localText();
  }
}
