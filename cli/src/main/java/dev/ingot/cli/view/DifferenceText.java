package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.cli.view.Difference.Action;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Prints a difference as Terraform 1.11 does: a symbol before each line that changes, two columns
 * left of the text, which is indented by four for each level.
 */
final class DifferenceText {
  private static final String LATER = "(known after apply)";

  /** Attributes that tell what is changed, and are shown even when they are not. */
  static final Set<String> IMPORTANT = Set.of("id", "name", "tags");

  private final Terminal terminal;
  private final Wording wording;
  private final boolean complete;

  DifferenceText(Terminal terminal, Wording wording) {
    this(terminal, wording, false);
  }

  private DifferenceText(Terminal terminal, Wording wording, boolean complete) {
    this.terminal = terminal;
    this.wording = wording;
    this.complete = complete;
  }

  /** One that also prints unchanged parts of a changed value: those of the attribute of a name. */
  DifferenceText of(String attribute) {
    return !complete && IMPORTANT.contains(attribute)
        ? new DifferenceText(terminal, wording, true)
        : this;
  }

  /** The symbol of an action, coloured, in the two columns before a name. */
  String symbol(Action action) {
    return switch (action) {
      case NONE -> "  ";
      case CREATE -> terminal.styled(Style.GREEN, "+") + " ";
      case UPDATE -> terminal.styled(Style.YELLOW, "~") + " ";
      case DELETE -> terminal.styled(Style.RED, "-") + " ";
    };
  }

  /**
   * The lines above a name.
   *
   * @param indent the column of the name
   */
  String notice(Difference difference, int indent) {
    if (!(difference instanceof Difference.Sensitive(Action _, Optional<Difference.Notice> notice))
        || notice.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (String line : notice.get().lines()) {
      text.append(" ".repeat(Math.max(0, indent - 2)))
          .append(terminal.styled(Style.YELLOW, line))
          .append('\n');
    }
    return text.toString();
  }

  /**
   * The text after {@code name = }.
   *
   * @param indent the column of the name
   * @param nullSuffix whether what goes is followed by {@code -> null}
   */
  String text(Difference difference, int indent, boolean nullSuffix) {
    String suffix =
        nullSuffix && difference.action() == Action.DELETE ? arrow() + faint("null") : "";
    return switch (difference) {
      case Difference.Leaf(Action action, Value before, Value after) ->
          switch (action) {
            case NONE, CREATE -> scalar(after, indent, action);
            case DELETE -> scalar(before, indent, action) + suffix;
            case UPDATE -> changed(before, after, indent);
          };
      case Difference.Sensitive _ -> "(sensitive value)" + suffix;
      case Difference.Unknown(Action _, var before) ->
          before.map(old -> text(old, indent, false) + arrow() + LATER).orElse(LATER);
      case Difference.WriteOnly _ -> "(write-only attribute)" + suffix;
      case Difference.Named(Action action, var parts, boolean map) ->
          named(action, parts, map, false, indent) + suffix;
      case Difference.Nested(Action action, var parts, boolean map) ->
          named(action, parts, map, true, indent) + suffix;
      case Difference.Row row -> row(row, indent) + suffix;
      case Difference.Json json -> json(json, indent, suffix);
      case Difference.Replaced(Difference gone, Difference come) ->
          text(gone, indent, false) + arrow() + text(come, indent, false);
    };
  }

  private String arrow() {
    return " " + terminal.styled(Style.YELLOW, "->") + " ";
  }

  String alert(String text) {
    return terminal.styled(Style.RED, text);
  }

  String faint(String text) {
    return terminal.styled(Style.FAINT, text);
  }

  /**
   * @param nested whether a schema declares the parts
   */
  private String named(
      Action action, SortedMap<String, Difference> parts, boolean map, boolean nested, int indent) {
    if (parts.isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    lines(action, parts, map, nested, indent + 4, text);
    return text.append(" ".repeat(indent)).append('}').toString();
  }

  private void lines(
      Action action,
      SortedMap<String, Difference> parts,
      boolean map,
      boolean nested,
      int indent,
      StringBuilder text) {
    boolean hideUnchanged = action != Action.NONE && !complete;
    // Keys go from a map that stays; names go with their object unless a schema declares them.
    boolean suffixed = map ? !nested && action == Action.UPDATE : nested;
    // Keys of a nested map each stand before a block of their own.
    boolean aligned = !(nested && map);
    int width = 0;
    for (String name : parts.keySet()) {
      width = aligned ? Math.max(width, ValueText.width(ValueText.key(name, map))) : 0;
    }
    int hidden = 0;
    for (Map.Entry<String, Difference> part : parts.entrySet()) {
      Difference difference = part.getValue();
      boolean telling = !map && IMPORTANT.contains(part.getKey());
      if (hideUnchanged && difference.action() == Action.NONE && !telling) {
        hidden++;
        continue;
      }
      String key = ValueText.key(part.getKey(), map);
      text.append(notice(difference, indent))
          .append(" ".repeat(indent - 2))
          .append(symbol(difference.action()))
          .append(key)
          .append(" ".repeat(Math.max(0, width - ValueText.width(key))))
          .append(" = ")
          .append((map ? this : of(part.getKey())).text(difference, indent, suffixed))
          .append(nested && map ? ",\n" : "\n");
    }
    if (hidden > 0) {
      text.append(" ".repeat(indent))
          .append(faint(hiddenText(hidden, map ? "element" : "attribute")))
          .append('\n');
    }
  }

  static String hiddenText(int count, String what) {
    return "# (" + count + " unchanged " + what + (count == 1 ? "" : "s") + " hidden)";
  }

  private String row(Difference.Row row, int indent) {
    if (row.parts().isEmpty()) {
      return "[]";
    }
    StringBuilder text = new StringBuilder("[\n");
    List<Difference> parts = row.parts();
    int hidden = 0;
    for (int i = 0; i < parts.size(); i++) {
      Difference part = parts.get(i);
      if (!isShown(row, i)) {
        hidden++;
        continue;
      }
      if (row.neighbours()) {
        hidden = flush(hidden, indent, text);
      }
      text.append(notice(part, indent + 4))
          .append(" ".repeat(indent + 2))
          .append(symbol(part.action()))
          .append(text(part, indent + 4, false))
          .append(",\n");
    }
    flush(hidden, indent, text);
    return text.append(" ".repeat(indent)).append(']').toString();
  }

  private boolean isShown(Difference.Row row, int place) {
    List<Difference> parts = row.parts();
    return complete
        || row.action() != Action.UPDATE
        || parts.get(place).action() != Action.NONE
        || (row.neighbours()
            && ((place > 0 && parts.get(place - 1).action() != Action.NONE)
                || (place + 1 < parts.size() && parts.get(place + 1).action() != Action.NONE)));
  }

  private int flush(int hidden, int indent, StringBuilder text) {
    if (hidden > 0) {
      text.append(" ".repeat(indent + 4)).append(faint(hiddenText(hidden, "element"))).append('\n');
    }
    return 0;
  }

  private String json(Difference.Json json, int indent, String suffix) {
    String note = json.spacingOnly() ? faint(" # whitespace changes") : "";
    String document = text(json.document(), indent + 4, false);
    if (document.indexOf('\n') < 0) {
      return "jsonencode(" + document + ")" + note;
    }
    String sign = json.document().action() == Action.UPDATE ? symbol(Action.UPDATE) : "  ";
    return "jsonencode("
        + note
        + "\n"
        + " ".repeat(indent + 2)
        + sign
        + document
        + "\n"
        + " ".repeat(indent)
        + ")"
        + suffix;
  }

  private String changed(Value before, Value after, int indent) {
    boolean lines =
        before instanceof Value.StringValue(String old)
            && after instanceof Value.StringValue(String next)
            && (old.contains("\n") || next.contains("\n"));
    if (!lines) {
      return scalar(before, indent, Action.UPDATE) + arrow() + scalar(after, indent, Action.UPDATE);
    }
    StringBuilder text = new StringBuilder("<<-EOT\n");
    for (Difference line : Differences.ofLines(lines(before), lines(after))) {
      if (line instanceof Difference.Leaf(Action action, Value old, Value next)) {
        text.append(" ".repeat(indent + 2))
            .append(symbol(action))
            .append(ValueText.plain(action == Action.DELETE ? old : next))
            .append('\n');
      }
    }
    return text.append(" ".repeat(indent)).append("EOT").toString();
  }

  private List<Value> lines(Value text) {
    return lines(ValueText.plain(text)).stream()
        .map(line -> (Value) new Value.StringValue(line))
        .toList();
  }

  private List<String> lines(String text) {
    return ValueText.lines(wording.trims() ? text.strip() : text);
  }

  private String scalar(Value value, int indent, Action action) {
    if (value instanceof Value.StringValue(String string) && string.contains("\n")) {
      StringBuilder text = new StringBuilder("<<-EOT\n");
      for (String line : lines(string)) {
        text.append(" ".repeat(indent + 4)).append(line).append('\n');
      }
      return text.append(" ".repeat(indent)).append("EOT").toString();
    }
    return value.isNull() && action != Action.NONE ? faint("null") : ValueText.scalar(value);
  }
}
