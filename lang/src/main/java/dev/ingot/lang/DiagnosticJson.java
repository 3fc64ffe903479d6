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

  private DiagnosticJson() {}

  /** Writes an array of diagnostics. */
  public static void write(JsonGenerator json, Collection<Diagnostic> diagnostics) {
    json.writeStartArray();
    for (Diagnostic diagnostic : diagnostics) {
      write(json, diagnostic);
    }
    json.writeEndArray();
  }

  /** Writes one diagnostic as an object. */
  public static void write(JsonGenerator json, Diagnostic diagnostic) {
    json.writeStartObject();
    json.writeStringProperty("severity", diagnostic.isError() ? "error" : "warning");
    json.writeStringProperty("summary", diagnostic.summary());
    json.writeStringProperty("detail", diagnostic.detail());
    diagnostic.address().ifPresent(address -> json.writeStringProperty("address", address));
    if (diagnostic.subject().isPresent()) {
      SourceRange subject = diagnostic.subject().get();
      range(json, subject);
      if (subject.file().isShown()) {
        snippet(json, diagnostic, Snippet.of(subject, diagnostic.context()));
      }
    }
    json.writeEndObject();
  }

  private static void range(JsonGenerator json, SourceRange range) {
    json.writeName("range");
    json.writeStartObject();
    json.writeStringProperty("filename", range.file().name());
    SourcePosition start = range.startPosition();
    SourcePosition end =
        range.start() == range.end()
            ? new SourcePosition(start.line(), start.column() + 1, start.offset() + 1)
            : range.endPosition();
    position(json, "start", start);
    position(json, "end", end);
    json.writeEndObject();
  }

  private static void position(JsonGenerator json, String name, SourcePosition position) {
    json.writeName(name);
    json.writeStartObject();
    json.writeNumberProperty("line", position.line());
    json.writeNumberProperty("column", position.column());
    json.writeNumberProperty("byte", position.offset());
    json.writeEndObject();
  }

  private static void snippet(JsonGenerator json, Diagnostic diagnostic, Snippet snippet) {
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
      function(json, diagnostic.function().get());
    } else {
      calling.ifPresent(call -> functionName(json, call));
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

  private static void functionName(JsonGenerator json, String call) {
    int parenthesis = call.indexOf('(');
    json.writeName("function_call");
    json.writeStartObject();
    json.writeStringProperty("called_as", parenthesis < 0 ? call : call.substring(0, parenthesis));
    json.writeEndObject();
  }

  private static void function(JsonGenerator json, CalledFunction function) {
    json.writeName("function_call");
    json.writeStartObject();
    json.writeStringProperty("called_as", function.calledAs());
    json.writeName("signature");
    json.writeStartObject();
    json.writeStringProperty("name", function.name());
    json.writeName("params");
    json.writeStartArray();
    for (CalledFunction.Parameter parameter : function.parameters()) {
      parameter(json, parameter);
    }
    json.writeEndArray();
    if (function.variadic().isPresent()) {
      json.writeName("variadic_param");
      parameter(json, function.variadic().get());
    }
    json.writeName("return_type");
    type(json, function.returnType());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void parameter(JsonGenerator json, CalledFunction.Parameter parameter) {
    json.writeStartObject();
    json.writeStringProperty("name", parameter.name());
    json.writeName("type");
    type(json, parameter.type());
    json.writeEndObject();
  }

  private static void type(JsonGenerator json, Type type) {
    switch (type) {
      case Type.Primitive primitive ->
          json.writeString(
              switch (primitive) {
                case STRING -> "string";
                case NUMBER -> "number";
                case BOOL -> "bool";
              });
      case Type.Dynamic _ -> json.writeString("dynamic");
      case Type.ListType(Type element) -> collection(json, "list", element);
      case Type.SetType(Type element) -> collection(json, "set", element);
      case Type.MapType(Type element) -> collection(json, "map", element);
      case Type.TupleType tuple -> {
        json.writeStartArray();
        json.writeString("tuple");
        json.writeStartArray();
        for (Type element : tuple.elements()) {
          type(json, element);
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
          type(json, attribute.getValue());
        }
        json.writeEndObject();
        json.writeEndArray();
      }
    }
  }

  private static void collection(JsonGenerator json, String kind, Type element) {
    json.writeStartArray();
    json.writeString(kind);
    type(json, element);
    json.writeEndArray();
  }
}
