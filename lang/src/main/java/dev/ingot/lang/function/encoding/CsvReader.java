package dev.ingot.lang.function.encoding;

import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads comma-separated values with a header line to a list of objects. Rules: RFC 4180, and the
 * recorded behaviour of Terraform 1.11; empty lines are skipped.
 */
final class CsvReader {
  private final String text;
  private int index;
  private int line = 1;

  private CsvReader(String text) {
    this.text = text;
  }

  static Value read(String text) throws FunctionFailure {
    CsvReader reader = new CsvReader(text);
    List<String> header =
        reader.row().orElseThrow(() -> new FunctionFailure("missing header line"));
    TreeMap<String, Type> types = new TreeMap<>(Value.KEY_ORDER);
    List<String> names = new ArrayList<>();
    for (String name : header) {
      String normal = normalized(name);
      names.add(normal);
      if (types.put(normal, Type.STRING) != null) {
        throw new FunctionFailure("duplicate column name " + Quoting.quoted(normal));
      }
    }
    List<Value> rows = new ArrayList<>();
    reader.skipEmptyLines();
    while (reader.index < text.length()) {
      int first = reader.line;
      List<String> fields = reader.row().orElse(List.of());
      if (fields.size() != names.size()) {
        throw failure(first, "wrong number of fields");
      }
      TreeMap<String, Value> attributes = new TreeMap<>(Value.KEY_ORDER);
      for (int i = 0; i < fields.size(); i++) {
        attributes.put(names.get(i), Value.of(fields.get(i)));
      }
      rows.add(new Value.ObjectValue(attributes));
      reader.skipEmptyLines();
    }
    return new Value.ListValue(new Type.ObjectType(types), rows);
  }

  private static String normalized(String name) {
    return Value.of(name) instanceof Value.StringValue(String normal) ? normal : name;
  }

  private static FunctionFailure failure(int line, String why) {
    return new FunctionFailure("CSV parse error on line " + line + ": " + why);
  }

  private void skipEmptyLines() {
    int end = lineEnd();
    while (end > 0) {
      index += end;
      line++;
      end = lineEnd();
    }
  }

  /** The length of the line end at this position; 0 if there is none. */
  private int lineEnd() {
    if (text.startsWith("\n", index)) {
      return 1;
    }
    return text.startsWith("\r\n", index) ? 2 : 0;
  }

  private Optional<List<String>> row() throws FunctionFailure {
    skipEmptyLines();
    if (index >= text.length()) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(text.startsWith("\"", index) ? quoted() : plain());
      if (text.startsWith(",", index)) {
        index++;
        continue;
      }
      int end = lineEnd();
      index += end;
      line += end > 0 ? 1 : 0;
      return Optional.of(fields);
    }
  }

  private String plain() throws FunctionFailure {
    int start = index;
    while (index < text.length() && text.charAt(index) != ',' && lineEnd() == 0) {
      if (text.charAt(index) == '"') {
        throw failure(line, "bare \" in non-quoted field");
      }
      index++;
    }
    int end = index;
    // A carriage return at the very end belongs to a missing line end.
    if (index == text.length() && end > start && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(start, end);
  }

  private String quoted() throws FunctionFailure {
    int opened = line;
    StringBuilder field = new StringBuilder();
    index++;
    while (index < text.length()) {
      char c = text.charAt(index);
      if (c == '"' && text.startsWith("\"\"", index)) {
        field.append('"');
        index += 2;
      } else if (c == '"') {
        index++;
        if (index < text.length() && text.charAt(index) != ',' && lineEnd() == 0) {
          throw failure(line, "extraneous or missing \" in quoted-field");
        }
        return field.toString();
      } else {
        int end = lineEnd();
        field.append(end > 0 ? '\n' : c);
        line += end > 0 ? 1 : 0;
        index += Math.max(1, end);
      }
    }
    throw failure(opened, "extraneous or missing \" in quoted-field");
  }
}
