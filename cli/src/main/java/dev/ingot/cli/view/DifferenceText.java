package dev.ingot.cli.view;

import dev.ingot.cli.Terminal;
import dev.ingot.cli.Terminal.Style;
import dev.ingot.cli.view.Difference.Action;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prints a difference as Terraform 1.11 does: a symbol before each line that changes, two columns
 * left of the text, which is indented by four for each level.
 */
final class DifferenceText {
  private static final String LATER = "(known after apply)";

  private final Terminal terminal;

  DifferenceText(Terminal terminal) {
    this.terminal = terminal;
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
      case Difference.Named named -> named(named, indent) + suffix;
      case Difference.Row row -> row(row, indent) + suffix;
      case Difference.Json(Action action, Difference document) ->
          json(action, document, indent) + suffix;
      case Difference.Replaced(Difference gone, Difference come) ->
          text(gone, indent, false) + arrow() + text(come, indent, false);
    };
  }

  private String arrow() {
    return " " + terminal.styled(Style.YELLOW, "->") + " ";
  }

  private String faint(String text) {
    return terminal.styled(Style.FAINT, text);
  }

  private String named(Difference.Named named, int indent) {
    if (named.parts().isEmpty()) {
      return "{}";
    }
    StringBuilder text = new StringBuilder("{\n");
    lines(named.parts(), named.action() == Action.UPDATE, named.map(), indent + 4, text);
    return text.append(" ".repeat(indent)).append('}').toString();
  }

  private void lines(
      Map<String, Difference> parts,
      boolean hideUnchanged,
      boolean quoted,
      int indent,
      StringBuilder text) {
    int width = 0;
    int hidden = 0;
    for (Map.Entry<String, Difference> part : parts.entrySet()) {
      if (hideUnchanged && part.getValue().action() == Action.NONE) {
        hidden++;
      } else {
        width = Math.max(width, ValueText.key(part.getKey(), quoted).length());
      }
    }
    for (Map.Entry<String, Difference> part : parts.entrySet()) {
      if (hideUnchanged && part.getValue().action() == Action.NONE) {
        continue;
      }
      String key = ValueText.key(part.getKey(), quoted);
      text.append(" ".repeat(indent - 2))
          .append(symbol(part.getValue().action()))
          .append(key)
          .append(" ".repeat(width - key.length()))
          .append(" = ")
          .append(text(part.getValue(), indent, false))
          .append('\n');
    }
    if (hidden > 0) {
      text.append(" ".repeat(indent))
          .append(faint(hiddenText(hidden, quoted ? "element" : "attribute")))
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
      boolean shown =
          row.action() != Action.UPDATE
              || part.action() != Action.NONE
              || (i > 0 && parts.get(i - 1).action() != Action.NONE)
              || (i + 1 < parts.size() && parts.get(i + 1).action() != Action.NONE);
      if (!shown) {
        hidden++;
        continue;
      }
      hidden = flush(hidden, indent, text);
      text.append(" ".repeat(indent + 2))
          .append(symbol(part.action()))
          .append(text(part, indent + 4, false))
          .append(",\n");
    }
    flush(hidden, indent, text);
    return text.append(" ".repeat(indent)).append(']').toString();
  }

  private int flush(int hidden, int indent, StringBuilder text) {
    if (hidden > 0) {
      text.append(" ".repeat(indent + 4)).append(faint(hiddenText(hidden, "element"))).append('\n');
    }
    return 0;
  }

  private String json(Action action, Difference document, int indent) {
    String sign = action == Action.UPDATE ? symbol(Action.UPDATE) : "  ";
    return "jsonencode(\n"
        + " ".repeat(indent + 2)
        + sign
        + text(document, indent + 4, false)
        + "\n"
        + " ".repeat(indent)
        + ")";
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
    for (LineChange line : LineChange.between(ValueText.plain(before), ValueText.plain(after))) {
      text.append(" ".repeat(indent + 2))
          .append(symbol(line.action()))
          .append(line.text())
          .append('\n');
    }
    return text.append(" ".repeat(indent)).append("EOT").toString();
  }

  private String scalar(Value value, int indent, Action action) {
    if (value instanceof Value.StringValue(String string) && string.contains("\n")) {
      StringBuilder text = new StringBuilder("<<-EOT\n");
      for (String line : ValueText.lines(string)) {
        text.append(" ".repeat(indent + 4)).append(line).append('\n');
      }
      return text.append(" ".repeat(indent)).append("EOT").toString();
    }
    return value.isNull() && action != Action.NONE ? faint("null") : ValueText.scalar(value);
  }

  /** One line of a text that changes. */
  record LineChange(Action action, String text) {
    static List<LineChange> between(String before, String after) {
      Difference row =
          Difference.of(
              ValueText.listOf(ValueText.lines(before)),
              ValueText.listOf(ValueText.lines(after)),
              Difference.Typing.SCHEMA);
      List<LineChange> lines = new ArrayList<>();
      if (row instanceof Difference.Row(Action _, List<Difference> parts)) {
        for (Difference part : parts) {
          if (part instanceof Difference.Leaf(Action action, Value old, Value next)) {
            lines.add(
                new LineChange(action, ValueText.plain(action == Action.DELETE ? old : next)));
          }
        }
      }
      return lines;
    }
  }
}
