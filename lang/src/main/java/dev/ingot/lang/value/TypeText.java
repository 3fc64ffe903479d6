package dev.ingot.lang.value;

import java.util.List;
import java.util.Map;

/** Types as the console's {@code type} function prints them. */
public final class TypeText {
  private final StringBuilder text = new StringBuilder();

  private TypeText() {}

  /** The type on one line, or on several where it has structure. */
  public static String of(Type type) {
    TypeText result = new TypeText();
    result.append(type, 0);
    return result.text.toString();
  }

  private void append(Type type, int depth) {
    switch (type) {
      case Type.Primitive primitive -> text.append(TypeNames.friendly(primitive));
      case Type.Dynamic any -> text.append("dynamic");
      case Type.ListType(Type element) -> collection("list", element, depth);
      case Type.SetType(Type element) -> collection("set", element, depth);
      case Type.MapType(Type element) -> collection("map", element, depth);
      case Type.TupleType(List<Type> elements) -> {
        if (elements.isEmpty()) {
          text.append("tuple([])");
          return;
        }
        text.append("tuple([\n");
        for (Type element : elements) {
          indent(depth + 1);
          append(element, depth + 1);
          text.append(",\n");
        }
        indent(depth);
        text.append("])");
      }
      case Type.ObjectType object -> {
        if (object.attributes().isEmpty()) {
          text.append("object({})");
          return;
        }
        text.append("object({\n");
        for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
          indent(depth + 1);
          text.append(attribute.getKey()).append(": ");
          append(attribute.getValue(), depth + 1);
          text.append(",\n");
        }
        indent(depth);
        text.append("})");
      }
    }
  }

  private void collection(String kind, Type element, int depth) {
    text.append(kind).append('(');
    if (element instanceof Type.TupleType || element instanceof Type.ObjectType) {
      text.append('\n');
      indent(depth + 1);
      append(element, depth + 1);
      text.append(",\n");
      indent(depth);
    } else {
      append(element, depth);
    }
    text.append(')');
  }

  private void indent(int depth) {
    text.repeat("    ", depth);
  }
}
