package dev.ingot.lang;

import dev.ingot.lang.Diagnostic.CalledFunction;
import dev.ingot.lang.Diagnostic.NamedValue;
import dev.ingot.lang.value.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Writes diagnostics for programs, in the recorded form of Terraform 1.11. */
public final class DiagnosticJson {
  private static final String CALLING = "while calling";

  private final JsonGenerator json;
  private final Enclosing enclosing;

  private DiagnosticJson(JsonGenerator json, Enclosing enclosing) {
    this.json = json;
    this.enclosing = enclosing;
  }

  /** Writes an array of diagnostics. */
  public static void write(
      JsonGenerator json, Collection<Diagnostic> diagnostics, Enclosing enclosing) {
    json.writeStartArray();
    for (Diagnostic diagnostic : diagnostics) {
      write(json, diagnostic, enclosing);
    }
    json.writeEndArray();
  }

  /**
   * Writes one diagnostic as an object.
   *
   * @param enclosing names the block a place is in
   */
  public static void write(JsonGenerator json, Diagnostic diagnostic, Enclosing enclosing) {
    new DiagnosticJson(json, enclosing).write(diagnostic);
  }

  private void write(Diagnostic diagnostic) {
    json.writeStartObject();
    json.writeStringProperty("severity", diagnostic.isError() ? "error" : "warning");
    json.writeStringProperty("summary", diagnostic.summary());
    json.writeStringProperty("detail", diagnostic.detail());
    diagnostic.address().ifPresent(address -> json.writeStringProperty("address", address));
    if (diagnostic.subject().isPresent()) {
      SourceRange subject = diagnostic.subject().get();
      range(subject);
      if (subject.file().isShown()) {
        snippet(diagnostic, Snippet.of(subject, diagnostic.context(), enclosing));
      }
    }
    json.writeEndObject();
  }

  private void range(SourceRange range) {
    json.writeName("range");
    json.writeStartObject();
    json.writeStringProperty("filename", range.file().name());
    SourcePosition start = range.startPosition();
    SourcePosition end =
        range.start() == range.end()
            ? new SourcePosition(start.line(), start.column() + 1, start.offset() + 1)
            : range.endPosition();
    position("start", start);
    position("end", end);
    json.writeEndObject();
  }

  private void position(String name, SourcePosition position) {
    json.writeName(name);
    json.writeStartObject();
    json.writeNumberProperty("line", position.line());
    json.writeNumberProperty("column", position.column());
    json.writeNumberProperty("byte", position.offset());
    json.writeEndObject();
  }

  private void snippet(Diagnostic diagnostic, Snippet snippet) {
    json.writeName("snippet");
    json.writeStartObject();
    json.writeName("context");
    if (snippet.context().isPresent()) {
      json.writeString(snippet.context().get());
    } else {
      json.writeNull();
    }
    json.writeStringProperty("code", snippet.code());
    json.writeNumberProperty("start_line", snippet.startLine());
    int start = bytes(snippet.code(), 0, snippet.highlightStart());
    int length = bytes(snippet.code(), snippet.highlightStart(), snippet.highlightEnd());
    json.writeNumberProperty("highlight_start_offset", start);
    json.writeNumberProperty("highlight_end_offset", start + length);
    json.writeName("values");
    json.writeStartArray();
    Optional<String> calling = Optional.empty();
    for (NamedValue value : diagnostic.values()) {
      if (value.name().equals(CALLING)) {
        calling = Optional.of(value.statement());
        continue;
      }
      json.writeStartObject();
      json.writeStringProperty("traversal", value.name());
      json.writeStringProperty("statement", value.statement());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (diagnostic.function().isPresent()) {
      function(diagnostic.function().get());
    } else {
      calling.ifPresent(call -> functionName(call));
    }
    json.writeEndObject();
  }

  private static int bytes(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  private void functionName(String call) {
    int parenthesis = call.indexOf('(');
    json.writeName("function_call");
    json.writeStartObject();
    json.writeStringProperty("called_as", parenthesis < 0 ? call : call.substring(0, parenthesis));
    json.writeEndObject();
  }

  private void function(CalledFunction function) {
    json.writeName("function_call");
    json.writeStartObject();
    json.writeStringProperty("called_as", function.calledAs());
    json.writeName("signature");
    json.writeStartObject();
    json.writeStringProperty("name", function.name());
    json.writeName("params");
    json.writeStartArray();
    for (CalledFunction.Parameter parameter : function.parameters()) {
      parameter(parameter);
    }
    json.writeEndArray();
    if (function.variadic().isPresent()) {
      json.writeName("variadic_param");
      parameter(function.variadic().get());
    }
    json.writeName("return_type");
    type(function.returnType());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void parameter(CalledFunction.Parameter parameter) {
    json.writeStartObject();
    json.writeStringProperty("name", parameter.name());
    json.writeName("type");
    type(parameter.type());
    json.writeEndObject();
  }

  private void type(Type type) {
    switch (type) {
      case Type.Primitive primitive ->
          json.writeString(
              switch (primitive) {
                case STRING -> "string";
                case NUMBER -> "number";
                case BOOL -> "bool";
              });
      case Type.Dynamic _ -> json.writeString("dynamic");
      case Type.ListType(Type element) -> collection("list", element);
      case Type.SetType(Type element) -> collection("set", element);
      case Type.MapType(Type element) -> collection("map", element);
      case Type.TupleType tuple -> {
        json.writeStartArray();
        json.writeString("tuple");
        json.writeStartArray();
        for (Type element : tuple.elements()) {
          type(element);
        }
        json.writeEndArray();
        json.writeEndArray();
      }
      case Type.ObjectType object -> {
        json.writeStartArray();
        json.writeString("object");
        json.writeStartObject();
        for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
          json.writeName(attribute.getKey());
          type(attribute.getValue());
        }
        json.writeEndObject();
        json.writeEndArray();
      }
    }
  }

  private void collection(String kind, Type element) {
    json.writeStartArray();
    json.writeString(kind);
    type(element);
    json.writeEndArray();
  }
}
