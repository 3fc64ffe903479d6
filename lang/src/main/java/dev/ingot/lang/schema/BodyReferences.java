package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the references of bodies. */
final class BodyReferences {
  private final List<Traversal> found = new ArrayList<>();

  private BodyReferences() {}

  static List<Traversal> of(Schema schema, Body body) {
    BodyReferences references = new BodyReferences();
    references.body(schema, body, Set.of());
    references.found.sort(Comparator.comparingInt(traversal -> traversal.rootRange().start()));
    return List.copyOf(references.found);
  }

  /**
   * @param iterators the iterators of the dynamic blocks around this body
   */
  private void body(Schema declared, Body body, Set<String> iterators) {
    Schema schema = AttributeBlocks.written(declared, body);
    // Errors are reported when the body is decoded.
    Body.BodyContent content =
        body.partialContent(BodySchemas.of(schema), new Diagnostics()).content();
    for (Body.Attribute attribute : content.attributes().values()) {
      expression(attribute.expression(), iterators);
    }
    for (Body.Block block : content.blocks()) {
      if (block.type().equals(DynamicBlocks.TYPE)
          && !schema.blocks().containsKey(DynamicBlocks.TYPE)) {
        dynamic(schema, block, iterators);
      } else {
        NestedBlock nested = schema.blocks().get(block.type());
        if (nested != null) {
          body(nested.schema(), block.body(), iterators);
        }
      }
    }
  }

  private void dynamic(Schema schema, Body.Block block, Set<String> iterators) {
    String type = block.labels().isEmpty() ? "" : block.labels().getFirst();
    NestedBlock nested = schema.blocks().get(type);
    if (nested == null) {
      return;
    }
    Body.BodyContent content =
        block.body().partialContent(BodySchemas.dynamic(nested), new Diagnostics()).content();
    Body.Attribute forEach = content.attributes().get(DynamicBlocks.FOR_EACH);
    if (forEach != null) {
      expression(forEach.expression(), iterators);
    }
    Body.Attribute iterator = content.attributes().get(DynamicBlocks.ITERATOR);
    Set<String> inner = new HashSet<>(iterators);
    inner.add(
        iterator == null ? type : StaticExpressions.asKeyword(iterator.expression()).orElse(type));
    Body.Attribute labels = content.attributes().get(DynamicBlocks.LABELS);
    if (labels != null) {
      expression(labels.expression(), inner);
    }
    for (Body.Block each : content.blocks()) {
      body(nested.schema(), each.body(), inner);
    }
  }

  private void expression(Expression expression, Set<String> iterators) {
    for (Traversal traversal : Evaluator.references(expression)) {
      if (!iterators.contains(traversal.root())) {
        found.add(traversal);
      }
    }
  }
}
