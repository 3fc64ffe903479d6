package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Expression.Invalid;
import dev.ingot.lang.syntax.Expression.JsonTemplate;
import dev.ingot.lang.syntax.Expression.Literal;
import dev.ingot.lang.syntax.Expression.ObjectConstructor;
import dev.ingot.lang.syntax.Expression.TupleConstructor;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Converts JSON values to expressions. Rules: the HCL JSON syntax specification, Expressions. */
final class JsonExpressions {
  private JsonExpressions() {}

  static Expression of(JsonNode node) {
    return switch (node) {
      case JsonNode.ObjectNode object -> {
        List<ObjectConstructor.Item> items = new ArrayList<>(object.properties().size());
        for (JsonNode.Property property : object.properties()) {
          // A name is a template here, which permits computed keys.
          SourceText name = JsonStrings.decode(property.nameRange()).source();
          items.add(
              new ObjectConstructor.Item(
                  string(new JsonNode.StringNode(name, property.nameRange())),
                  of(property.value())));
        }
        yield new ObjectConstructor(items, object.openRange(), object.range());
      }
      case JsonNode.ArrayNode array -> {
        List<Expression> elements = new ArrayList<>(array.elements().size());
        for (JsonNode element : array.elements()) {
          elements.add(of(element));
        }
        yield new TupleConstructor(elements, array.openRange(), array.range());
      }
      case JsonNode.StringNode string -> string(string);
      case JsonNode.LiteralNode literal -> new Literal(literal.value(), literal.range());
      case JsonNode.NullNode nothing -> new Literal(Values.NULL, nothing.range());
      case JsonNode.InvalidNode invalid -> new Invalid(invalid.range());
    };
  }

  private static Expression string(JsonNode.StringNode node) {
    String text = node.text();
    if (!text.contains("${") && !text.contains("%{")) {
      return new Literal(Value.of(text), node.range());
    }
    Diagnostics problems = new Diagnostics();
    Expression template = Syntax.parseTemplate(node.source(), problems);
    return new JsonTemplate(text, template, problems.list(), node.range());
  }
}
