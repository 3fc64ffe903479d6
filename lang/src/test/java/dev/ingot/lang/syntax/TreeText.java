package dev.ingot.lang.syntax;

import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Writes syntax trees in a short form without source ranges. */
public final class TreeText {
  private TreeText() {}

  /** The body, one item a line. */
  public static String of(NativeBody body) {
    StringBuilder out = new StringBuilder();
    body(body, "", "", out);
    return out.toString();
  }

  private static void body(NativeBody body, String block, String indent, StringBuilder out) {
    body.attributes()
        .forEach(
            (name, attribute) -> {
              boolean type = block.equals("variable") && name.equals("type");
              // How a type is spelled is the formatter's to change.
              String value = type ? "type" : of(attribute.expression());
              out.append(indent).append(name).append(" = ").append(value).append('\n');
            });
    for (Body.Block inner : body.blocks()) {
      out.append(indent).append(inner.type()).append(' ').append(inner.labels()).append('\n');
      body((NativeBody) inner.body(), inner.type(), indent + "  ", out);
    }
  }

  /** The expression as nested terms. */
  public static String of(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> value(literal.value());
      case Expression.Template template -> "(template " + all(template.parts()) + ")";
      case Expression.TemplateWrap wrap -> of(wrap.wrapped());
      case Expression.TemplateJoin join -> "(join " + of(join.loop()) + ")";
      case Expression.ScopeTraversal scope ->
          scope.traversal().root() + steps(scope.traversal().steps());
      case Expression.RelativeTraversal relative -> of(relative.source()) + steps(relative.steps());
      case Expression.Index index -> of(index.collection()) + "[" + of(index.key()) + "]";
      case Expression.FunctionCall call ->
          "(call "
              + call.name()
              + (call.arguments().isEmpty() ? "" : " ")
              + all(call.arguments())
              + (call.expandFinal() ? "..." : "")
              + ")";
      case Expression.Conditional choice ->
          "(if " + all(List.of(choice.condition(), choice.whenTrue(), choice.whenFalse())) + ")";
      case Expression.Binary binary ->
          "("
              + binary.operator().symbol()
              + " "
              + of(binary.left())
              + " "
              + of(binary.right())
              + ")";
      case Expression.Unary unary ->
          "("
              + (unary.operator() == Expression.Unary.UnaryOperator.NOT ? "not " : "neg ")
              + of(unary.operand())
              + ")";
      case Expression.Parentheses parentheses -> of(parentheses.inner());
      case Expression.TupleConstructor tuple -> "[" + all(tuple.elements()) + "]";
      case Expression.ObjectConstructor object ->
          "{"
              + object.items().stream()
                  .map(item -> of(item.key()) + ": " + of(item.value()))
                  .collect(Collectors.joining(", "))
              + "}";
      case Expression.ObjectKey key -> key(key.wrapped());
      case Expression.For loop -> loop(loop);
      case Expression.Splat splat -> "(splat " + of(splat.source()) + " " + of(splat.each()) + ")";
      case Expression.SplatElement _ -> "@";
      case Expression.JsonTemplate json -> "(json " + of(json.template()) + ")";
      case Expression.Invalid _ -> "invalid";
    };
  }

  private static String key(Expression wrapped) {
    return wrapped instanceof Expression.Parentheses ? "(" + of(wrapped) + ")" : of(wrapped);
  }

  private static String loop(Expression.For loop) {
    return "(for "
        + loop.keyVariable().map(name -> name + ", ").orElse("")
        + loop.valueVariable()
        + " in "
        + of(loop.collection())
        + ": "
        + loop.key().map(key -> of(key) + " => ").orElse("")
        + of(loop.value())
        + (loop.group() ? "..." : "")
        + loop.condition().map(condition -> " if " + of(condition)).orElse("")
        + ")";
  }

  private static String all(List<Expression> expressions) {
    return expressions.stream().map(TreeText::of).collect(Collectors.joining(" "));
  }

  private static String steps(List<Traversal.Step> steps) {
    StringBuilder out = new StringBuilder();
    for (Traversal.Step step : steps) {
      switch (step) {
        case Traversal.Attribute attribute -> out.append('.').append(attribute.name());
        case Traversal.Key key -> out.append('[').append(value(key.key())).append(']');
      }
    }
    return out.toString();
  }

  private static String value(Value value) {
    return switch (value) {
      case Value.StringValue(String text) -> Quoting.quoted(text);
      case Value.NumberValue number -> number.number().toString();
      case Value.BoolValue(boolean truth) -> Boolean.toString(truth);
      case Value.NullValue _ -> "null";
      default -> "unknown";
    };
  }
}
