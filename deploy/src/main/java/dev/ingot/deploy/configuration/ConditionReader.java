package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the blocks with conditions. */
final class ConditionReader {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("condition", true), new AttributeSchema("error_message", true)),
          List.of());

  private final Diagnostics diagnostics;

  ConditionReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * @param kind what the block is called in messages
   */
  List<Condition> read(List<Block> blocks, String kind) {
    return read(blocks, kind, "");
  }

  /**
   * @param kind what the block is called in messages
   * @param resource the key of the conditions' resource, which they can't refer to by name; empty
   *     if they belong to none
   */
  List<Condition> read(List<Block> blocks, String kind, String resource) {
    return read(blocks, kind, resource, _ -> {});
  }

  /**
   * @param check looks at each condition, whether or not its block is complete
   */
  List<Condition> read(
      List<Block> blocks, String kind, String resource, Consumer<Expression> check) {
    List<Condition> found = new ArrayList<>();
    for (Block block : blocks) {
      Diagnostics own = new Diagnostics();
      BodyContent content = block.body().content(SCHEMA, own);
      diagnostics.addAll(own);
      Attribute condition = content.attributes().get("condition");
      Attribute message = content.attributes().get("error_message");
      if (condition == null) {
        continue;
      }
      Expression expression = condition.expression();
      if (Evaluator.references(expression).isEmpty()) {
        diagnostics.error(
            "Invalid " + kind + " expression",
            "The condition expression must refer to at least one object from elsewhere in the"
                + " configuration, or else its result would not be checking anything.",
            expression.range());
        if (!kind.equals("validation")) {
          continue;
        }
      }
      check.accept(expression);
      requireOthers(expression, kind, resource);
      if (message != null) {
        requireOthers(message.expression(), kind, resource);
        if (!(kind.equals("assert") && own.hasErrors())) {
          found.add(new Condition(expression, message.expression(), block.headerRange()));
        }
      }
    }
    return found;
  }

  private void requireOthers(Expression expression, String kind, String resource) {
    for (Traversal reference : Evaluator.references(expression)) {
      if (!resource.isEmpty() && ResourceConfiguration.keyOf(reference).equals(resource)) {
        diagnostics.error(
            "Invalid reference in " + kind,
            "Configuration for " + resource + " may not refer to itself.",
            expression.range());
      }
    }
  }
}
