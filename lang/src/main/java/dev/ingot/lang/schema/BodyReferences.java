package dev.ingot.lang.schema;

import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;

/** Finds the references of bodies. */
final class BodyReferences {
  private BodyReferences() {}

  static List<Traversal> of(Schema schema, Body body) {
    return List.of();
  }
}
