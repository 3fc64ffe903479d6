package dev.ingot.deploy.test;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A body of a file of tests in the place of one of a configuration: its expressions see what the
 * test sees, whoever evaluates them.
 */
record EvaluatedBody(Body body, Scope scope) implements Body {
  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    return evaluated(body.content(schema, diagnostics), diagnostics);
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    PartialContent partial = body.partialContent(schema, diagnostics);
    return new PartialContent(
        evaluated(partial.content(), diagnostics), new EvaluatedBody(partial.remain(), scope));
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    return evaluated(body.attributes(diagnostics), diagnostics);
  }

  @Override
  public SourceRange missingItemRange() {
    return body.missingItemRange();
  }

  private BodyContent evaluated(BodyContent content, Diagnostics diagnostics) {
    List<Block> blocks = new ArrayList<>();
    for (Block block : content.blocks()) {
      blocks.add(
          new Block(
              block.type(),
              block.labels(),
              new EvaluatedBody(block.body(), scope),
              block.typeRange(),
              block.labelRanges(),
              block.headerRange()));
    }
    return new BodyContent(
        evaluated(content.attributes(), diagnostics), blocks, content.missingItemRange());
  }

  private Map<String, Attribute> evaluated(
      Map<String, Attribute> attributes, Diagnostics diagnostics) {
    Map<String, Attribute> evaluated = new LinkedHashMap<>();
    attributes.forEach(
        (name, attribute) ->
            evaluated.put(
                name,
                new Attribute(
                    name,
                    new Expression.Literal(
                        Evaluator.evaluate(attribute.expression(), scope, diagnostics),
                        attribute.expression().range()),
                    attribute.nameRange(),
                    attribute.range())));
    return evaluated;
  }
}
