package dev.ingot.lang;

import tools.jackson.core.JsonGenerator;

/** A JSON document that is written as a stream, without a tree in memory. */
@FunctionalInterface
public interface JsonDocument {
  /** Writes the document, or only the fields of an object that the caller opened. */
  void write(JsonGenerator json);

  /** The text of a document, indented by two. */
  static String text(JsonDocument document) {
    return JsonOutput.text(document, true);
  }

  /** The text of a document in one line. */
  static String line(JsonDocument document) {
    return JsonOutput.text(document, false);
  }
}
