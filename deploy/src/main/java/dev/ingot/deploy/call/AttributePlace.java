package dev.ingot.deploy.call;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Optional;

/**
 * Where a part of an object is written. What isn't found, such as what an expression makes, is said
 * to be missing in the innermost block. Rules: the recorded behaviour of Terraform 1.11.
 */
final class AttributePlace {
  private AttributePlace() {}

  /** The place of a part in the body of a block. */
  static SourceRange of(ValuePath path, Body body) {
    return of(path.steps(), body);
  }

  private static SourceRange of(List<ValuePath.Step> path, Body body) {
    if (path.isEmpty() || !(path.getFirst() instanceof ValuePath.Attribute(String name))) {
      return body.missingItemRange();
    }
    List<ValuePath.Step> rest = path.subList(1, path.size());
    if (rest.isEmpty()) {
      return attribute(name, body)
          .map(found -> found.expression().range())
          .orElse(body.missingItemRange());
    }
    Optional<Body> nested = block(name, rest.getFirst(), body);
    if (nested.isPresent()) {
      boolean indexed = rest.getFirst() instanceof ValuePath.Index;
      List<ValuePath.Step> inner = indexed ? rest.subList(1, rest.size()) : rest;
      return of(inner, nested.get());
    }
    if (rest.size() == 1 && rest.getFirst() instanceof ValuePath.Index(Value key)) {
      return attribute(name, body)
          .map(found -> element(found.expression(), key))
          .orElse(body.missingItemRange());
    }
    return body.missingItemRange();
  }

  private static Optional<Body.Attribute> attribute(String name, Body body) {
    Body.BodySchema one =
        new Body.BodySchema(List.of(new Body.AttributeSchema(name, false)), List.of());
    return Optional.ofNullable(
        body.partialContent(one, new Diagnostics()).content().attributes().get(name));
  }

  /** The body of a nested block: the only one, or that with an index. */
  private static Optional<Body> block(String type, ValuePath.Step next, Body body) {
    Body.BodySchema one = new Body.BodySchema(List.of(), List.of(new Body.BlockSchema(type)));
    List<Block> blocks = body.partialContent(one, new Diagnostics()).content().blocks();
    if (!(next instanceof ValuePath.Index(Value key))) {
      return blocks.size() == 1 ? Optional.of(blocks.getFirst().body()) : Optional.empty();
    }
    if (key.unmarked() instanceof Value.NumberValue(var number)) {
      long index = number.asLong().orElse(-1);
      return index >= 0 && index < blocks.size()
          ? Optional.of(blocks.get((int) index).body())
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** The element of a list or map that is written out, or the whole. */
  private static SourceRange element(Expression expression, Value key) {
    Optional<List<Expression>> list = StaticExpressions.asList(expression);
    if (list.isPresent() && key.unmarked() instanceof Value.NumberValue(var number)) {
      long index = number.asLong().orElse(-1);
      if (index >= 0 && index < list.get().size()) {
        return list.get().get((int) index).range();
      }
    }
    Optional<String> name = Values.text(key);
    Optional<List<Expression.ObjectConstructor.Item>> pairs = StaticExpressions.asPairs(expression);
    if (name.isPresent() && pairs.isPresent()) {
      for (Expression.ObjectConstructor.Item item : pairs.get()) {
        boolean same =
            StaticExpressions.asKeyword(item.key())
                .or(() -> StaticExpressions.asText(item.key()))
                .equals(name);
        if (same) {
          return item.value().range();
        }
      }
    }
    return expression.range();
  }
}
