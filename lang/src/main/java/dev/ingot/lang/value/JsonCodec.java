package dev.ingot.lang.value;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** The factory of JSON parsers and generators with the limits values have. */
final class JsonCodec {
  /** The limit for the nesting of arrays and objects. */
  static final int MAX_DEPTH = Values.MAX_DEPTH;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(1_000_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(1_000_000)
                  .build())
          .build();

  private JsonCodec() {}

  static JsonFactory factory() {
    return FACTORY;
  }

  static JsonParser parser(String text) {
    return FACTORY.createParser(ObjectReadContext.empty(), text);
  }

  static tools.jackson.core.JsonGenerator generator(java.io.Writer writer) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), writer);
  }
}
