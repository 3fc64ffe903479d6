package dev.ingot.bake.template.legacy;

import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists that a legacy template gives as one text: what is between its commas. Rules: the decoding
 * of legacy templates in the public SDK of Packer's plugins.
 */
public final class TextLists {
  private TextLists() {}

  /** A body with lists where its component wants them; bodies of HCL stay as they are. */
  public static Body in(Body body, Schema schema) {
    if (!(body instanceof LegacyBody legacy)) {
      return body;
    }
    Map<String, Attribute> arguments = new LinkedHashMap<>(legacy.arguments());
    arguments.replaceAll((name, given) -> wantsList(schema, name) ? listed(given) : given);
    return new LegacyBody(arguments, legacy.made(), legacy.missingItemRange());
  }

  private static boolean wantsList(Schema schema, String name) {
    dev.ingot.lang.schema.Attribute wanted = schema.attributes().get(name);
    if (wanted == null) {
      return false;
    }
    return switch (wanted.constraint().type()) {
      case Type.ListType(Type element) -> isPrimitive(element);
      case Type.SetType(Type element) -> isPrimitive(element);
      default -> false;
    };
  }

  private static boolean isPrimitive(Type type) {
    return type.equals(Type.STRING) || type.equals(Type.NUMBER) || type.equals(Type.BOOL);
  }

  private static Attribute listed(Attribute given) {
    Expression made =
        switch (given.expression()) {
          case Expression.Literal(Value value, var _)
              when value.isNull() || value instanceof Value.TupleValue ->
              given.expression();
          case Expression.Literal(Value.BoolValue _, var range) -> one(given, range);
          case Expression.Literal(Value.NumberValue _, var range) -> one(given, range);
          case Expression.Literal _, Expression.Template _, Expression.ScopeTraversal _ ->
              split(given.expression());
          default -> given.expression();
        };
    return new Attribute(given.name(), made, given.nameRange(), given.range());
  }

  private static Expression one(Attribute given, dev.ingot.lang.SourceRange range) {
    return new Expression.TupleConstructor(List.of(given.expression()), range, range);
  }

  /** An empty text is an empty list. */
  private static Expression split(Expression text) {
    Expression comma = new Expression.Literal(Value.of(","), text.range());
    return call("compact", call("split", comma, text));
  }

  private static Expression call(String function, Expression... arguments) {
    var range = arguments[arguments.length - 1].range();
    return new Expression.FunctionCall(
        function, List.of(arguments), false, range, range, range, range);
  }
}
