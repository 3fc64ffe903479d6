package dev.ingot.lang.eval;

import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;

/**
 * Values and types as the console prints them. Rules: the recorded output of Terraform 1.11's
 * console.
 */
public final class ConsoleText {
  private static final int STEP = 2;
  private static final int TYPE_STEP = 4;
  private static final int MAX_DEPTH = 1000;

  private final StringBuilder out = new StringBuilder();

  private ConsoleText() {}

  /** A value, without an end of line. */
  public static String of(Value value) {
    ConsoleText text = new ConsoleText();
    text.value(value, 0);
    return text.out.toString();
  }

  /** A type, as {@code type(...)} shows it. */
  public static String of(Type type) {
    ConsoleText text = new ConsoleText();
    text.type(type, 0);
    return text.out.toString();
  }

  private void value(Value value, int indent) {
    if (!value.isKnown()) {
      out.append("(known after apply)");
      return;
    }
    Marks marks = value.marks();
    if (marks.sensitive()) {
      out.append("(sensitive value)");
      return;
    }
    if (marks.ephemeral()) {
      out.append("(ephemeral value)");
      return;
    }
    if (indent > MAX_DEPTH * STEP) {
      out.append("...");
      return;
    }
    switch (value.unmarked()) {
      case Value.NullValue nothing -> nothing(nothing.type());
      case Value.StringValue(String string) -> string(string, indent);
      case Value.NumberValue number -> out.append(number.number());
      case Value.BoolValue(boolean truth) -> out.append(truth);
      case Value.ListValue list -> wrapped("tolist(", list.elements(), indent);
      case Value.SetValue set -> wrapped("toset(", set.elements(), indent);
      case Value.TupleValue tuple -> sequence(tuple.elements(), indent);
      case Value.MapValue map -> {
        out.append("tomap(");
        mapping(map.entries(), indent);
        out.append(')');
      }
      case Value.ObjectValue object -> mapping(object.attributes(), indent);
      case Value.UnknownValue ignored -> {}
      case Value.MarkedValue ignored -> {}
    }
  }

  private void nothing(Type type) {
    switch (type) {
      case Type.Dynamic ignored -> out.append("null");
      case Type.Primitive primitive ->
          out.append(
              switch (primitive) {
                case STRING -> "tostring(null)";
                case NUMBER -> "tonumber(null)";
                case BOOL -> "tobool(null)";
              });
      case Type.ListType(Type element) -> nothing("tolist", element);
      case Type.SetType(Type element) -> nothing("toset", element);
      case Type.MapType(Type element) -> nothing("tomap", element);
      case Type.TupleType ignored -> out.append("null /* tuple */");
      case Type.ObjectType ignored -> out.append("null /* object */");
    }
  }

  private void nothing(String conversion, Type element) {
    out.append(conversion).append("(null) /* of ").append(Types.name(element)).append(" */");
  }

  private void wrapped(String conversion, List<Value> elements, int indent) {
    out.append(conversion);
    sequence(elements, indent);
    out.append(')');
  }

  private void newLine(int indent) {
    out.append('\n');
    spaces(indent);
  }

  private void spaces(int count) {
    out.repeat(' ', count);
  }

  private void sequence(List<Value> elements, int indent) {
    out.append('[');
    for (Value element : elements) {
      newLine(indent + STEP);
      value(element, indent + STEP);
      out.append(',');
    }
    if (!elements.isEmpty()) {
      newLine(indent);
    }
    out.append(']');
  }

  private void mapping(Map<String, Value> entries, int indent) {
    out.append('{');
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      newLine(indent + STEP);
      string(entry.getKey(), indent + STEP);
      out.append(" = ");
      value(entry.getValue(), indent + STEP);
    }
    if (!entries.isEmpty()) {
      newLine(indent);
    }
    out.append('}');
  }

  /** Multi-line text is shown as a heredoc, with a marker that is none of its lines. */
  private void string(String text, int indent) {
    if (text.indexOf('\n') < 0) {
      out.append(Quoting.quoted(text));
      return;
    }
    List<String> lines = List.of(text.split("\n", -1));
    String marker = "EOT";
    while (isLine(lines, marker)) {
      marker += "_";
    }
    out.append(indent > 0 ? "<<-" : "<<").append(marker);
    for (String line : lines) {
      newLine(indent);
      out.append(line);
    }
    newLine(indent);
    out.append(marker);
  }

  private static boolean isLine(List<String> lines, String marker) {
    return lines.stream().anyMatch(line -> line.strip().equals(marker));
  }

  private void type(Type type, int depth) {
    if (depth > MAX_DEPTH) {
      out.append("...");
      return;
    }
    switch (type) {
      case Type.Primitive ignored -> out.append(Types.name(type));
      case Type.Dynamic ignored -> out.append("dynamic");
      case Type.ListType(Type element) -> collection("list", element, depth);
      case Type.SetType(Type element) -> collection("set", element, depth);
      case Type.MapType(Type element) -> collection("map", element, depth);
      case Type.TupleType(List<Type> elements) -> {
        out.append("tuple([");
        for (Type element : elements) {
          newLine((depth + 1) * TYPE_STEP);
          type(element, depth + 1);
          out.append(',');
        }
        if (!elements.isEmpty()) {
          newLine(depth * TYPE_STEP);
        }
        out.append("])");
      }
      case Type.ObjectType object -> {
        out.append("object({");
        for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
          newLine((depth + 1) * TYPE_STEP);
          out.append(attribute.getKey()).append(": ");
          type(attribute.getValue(), depth + 1);
          out.append(',');
        }
        if (!object.attributes().isEmpty()) {
          newLine(depth * TYPE_STEP);
        }
        out.append("})");
      }
    }
  }

  private void collection(String kind, Type element, int depth) {
    out.append(kind).append('(');
    // A structure over several lines stands on lines of its own inside its collection.
    if (element instanceof Type.ObjectType || element instanceof Type.TupleType) {
      newLine((depth + 1) * TYPE_STEP);
      type(element, depth + 1);
      out.append(',');
      newLine(depth * TYPE_STEP);
    } else {
      type(element, depth);
    }
    out.append(')');
  }
}
