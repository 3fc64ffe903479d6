package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Value;

/** Decodes bodies to values. */
final class BodyDecoder {
  BodyDecoder(Scope scope, Diagnostics diagnostics) {}

  Value decode(Schema schema, Body body) {
    return schema.emptyValue();
  }
}
