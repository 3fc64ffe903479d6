package dev.ingot.deploy.operation;

import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block for an object that exists. What only the provider sets and what is deprecated is left
 * out, what is sensitive is null. Rules: recorded from Terraform 1.11.
 */
final class ResourceText {
  private static final String HIDDEN = " # sensitive\n";

  private final StringBuilder text = new StringBuilder();

  private ResourceText() {}

  /**
   * The text of a block, laid out, without a line break at its end.
   *
   * @param provider the provider configuration it has to name
   */
  static String of(
      String type, String name, Optional<String> provider, Schema schema, Value object) {
    ResourceText block = new ResourceText();
    block
        .text
        .append("resource ")
        .append(ExpressionText.string(type))
        .append(' ')
        .append(ExpressionText.string(name))
        .append(" {\n");
    provider.ifPresent(found -> block.text.append("provider = ").append(found).append('\n'));
    block.body(schema, object);
    block.text.append('}');
    return Formatter.format(block.text.append('\n').toString()).stripTrailing();
  }

  private void body(Schema schema, Value object) {
    Map<String, Value> values = attributes(object);
    schema
        .attributes()
        .forEach(
            (name, attribute) -> attribute(name, attribute, values.getOrDefault(name, object)));
    schema
        .blocks()
        .forEach((name, block) -> blocks(name, block, values.getOrDefault(name, object)));
  }

  private static Map<String, Value> attributes(Value object) {
    return object.unmarked() instanceof Value.ObjectValue(Map<String, Value> attributes)
        ? attributes
        : Map.of();
  }

  private void attribute(String name, Attribute attribute, Value value) {
    boolean onlyComputed = attribute.computed() && !attribute.optional();
    boolean id = name.equals("id") && attribute.computed() && attribute.optional();
    if (onlyComputed || id || attribute.documentation().deprecated()) {
      return;
    }
    text.append(name).append(" = ");
    if (attribute.nested().isPresent()) {
      nested(attribute, attribute.nested().get(), value);
    } else if (attribute.sensitive() || attribute.writeOnly()) {
      text.append("null").append(HIDDEN);
    } else {
      text.append(ExpressionText.readable(value)).append('\n');
    }
  }

  private void nested(Attribute attribute, Attribute.Nested nested, Value value) {
    boolean list = nested.nesting() == Nesting.LIST || nested.nesting() == Nesting.SET;
    if (attribute.sensitive()) {
      text.append(list ? "[]" : "{}").append(HIDDEN);
      return;
    }
    if (value.isNull()) {
      text.append("null\n");
      return;
    }
    switch (nested.nesting()) {
      case SINGLE, GROUP -> {
        members(nested, value);
        text.append('\n');
      }
      case LIST, SET -> {
        text.append("[\n");
        for (Value element : elements(value)) {
          members(nested, element);
          text.append(",\n");
        }
        text.append("]\n");
      }
      case MAP -> {
        text.append("{\n");
        entries(value)
            .forEach(
                (key, element) -> {
                  text.append(ExpressionText.key(key)).append(" = ");
                  members(nested, element);
                  text.append('\n');
                });
        text.append("}\n");
      }
    }
  }

  private void members(Attribute.Nested nested, Value object) {
    Map<String, Value> values = attributes(object);
    text.append("{\n");
    nested
        .attributes()
        .forEach(
            (name, attribute) -> attribute(name, attribute, values.getOrDefault(name, object)));
    text.append('}');
  }

  private void blocks(String name, NestedBlock block, Value value) {
    if (value.isNull()) {
      return;
    }
    switch (block.nesting()) {
      case SINGLE, GROUP -> block(name, block, value);
      case LIST -> elements(value).forEach(element -> block(name, block, element));
      case SET -> {
        // A secret in one of them makes the whole set one.
        if (!elements(value).isEmpty() && hasSecrets(block.schema())) {
          text.append(name).append(" {}").append(HIDDEN);
        } else {
          elements(value).forEach(element -> block(name, block, element));
        }
      }
      case MAP ->
          entries(value)
              .forEach(
                  (key, element) -> block(name + " " + ExpressionText.string(key), block, element));
    }
  }

  private void block(String header, NestedBlock block, Value value) {
    text.append(header).append(" {\n");
    body(block.schema(), value);
    text.append("}\n");
  }

  private static boolean hasSecrets(Schema schema) {
    return schema.attributes().values().stream().anyMatch(Attribute::sensitive)
        || schema.blocks().values().stream().anyMatch(block -> hasSecrets(block.schema()));
  }

  private static List<Value> elements(Value value) {
    return switch (value.unmarked()) {
      case Value.ListValue(var _, List<Value> elements) -> elements;
      case Value.SetValue(var _, List<Value> elements) -> elements;
      case Value.TupleValue(List<Value> elements) -> elements;
      default -> List.of();
    };
  }

  private static Map<String, Value> entries(Value value) {
    return switch (value.unmarked()) {
      case Value.MapValue(var _, Map<String, Value> entries) -> entries;
      case Value.ObjectValue(Map<String, Value> attributes) -> attributes;
      default -> Map.of();
    };
  }
}
