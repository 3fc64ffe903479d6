package dev.ingot.cli.view;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes the JSON form of what a command reports. */
public final class JsonView {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonView() {}

  /** Writes one document. */
  @FunctionalInterface
  public interface Document {
    /** Writes it. */
    void write(JsonGenerator json);
  }

  /** The text of a document, indented by two. */
  public static String text(Document document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(new Indented(), text)) {
      document.write(json);
    }
    return text.toString();
  }

  /** The text of a document in one line. */
  public static String line(Document document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      document.write(json);
    }
    return text.toString();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }
  }
}
