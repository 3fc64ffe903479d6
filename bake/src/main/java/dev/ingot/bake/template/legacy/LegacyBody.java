package dev.ingot.bake.template.legacy;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A body made of what a legacy template says. An argument whose name is that of a block is a block,
 * or several in a list.
 *
 * @param arguments by name
 * @param made blocks that are made of other parts of the template
 * @param missingItemRange where missing arguments are reported
 */
record LegacyBody(Map<String, Attribute> arguments, List<Block> made, SourceRange missingItemRange)
    implements Body {
  LegacyBody {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    made = List.copyOf(made);
  }

  /** The arguments of an object; other values have none. */
  static LegacyBody of(Expression expression) {
    Map<String, Attribute> arguments = new LinkedHashMap<>();
    if (expression instanceof Expression.ObjectConstructor object) {
      for (Expression.ObjectConstructor.Item item : object.items()) {
        LegacyValues.text(item.key())
            .ifPresent(
                name ->
                    arguments.put(
                        name,
                        new Attribute(
                            name,
                            item.value(),
                            item.key().range(),
                            item.key().range().to(item.value().range()))));
      }
    }
    return new LegacyBody(arguments, List.of(), expression.range());
  }

  /** The same without some arguments. */
  LegacyBody without(List<String> names) {
    Map<String, Attribute> rest = new LinkedHashMap<>(arguments);
    rest.keySet().removeAll(names);
    return new LegacyBody(rest, made, missingItemRange);
  }

  /** The same with one argument more, or another in its place. */
  LegacyBody with(Attribute argument) {
    Map<String, Attribute> more = new LinkedHashMap<>(arguments);
    more.put(argument.name(), argument);
    return new LegacyBody(more, made, missingItemRange);
  }

  Optional<Attribute> argument(String name) {
    return Optional.ofNullable(arguments.get(name));
  }

  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    PartialContent partial = partialContent(schema, diagnostics);
    List<String> names =
        new ArrayList<>(schema.attributes().stream().map(AttributeSchema::name).toList());
    schema.blocks().forEach(block -> names.add(block.type()));
    for (Attribute extra : partial.remain().attributes(diagnostics).values()) {
      diagnostics.error(
          "Unknown argument",
          "There is no argument \""
              + extra.name()
              + "\" here."
              + Suggestion.hint(extra.name(), names),
          extra.nameRange());
    }
    return partial.content();
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    Map<String, Attribute> rest = new LinkedHashMap<>(arguments);
    Map<String, Attribute> found = new LinkedHashMap<>();
    for (AttributeSchema wanted : schema.attributes()) {
      Attribute attribute = rest.remove(wanted.name());
      if (attribute != null) {
        found.put(wanted.name(), attribute);
      } else if (wanted.required()) {
        diagnostics.error(
            "Missing required argument",
            "The argument \"" + wanted.name() + "\" is required, but is missing.",
            missingItemRange);
      }
    }
    List<Block> blocks = new ArrayList<>();
    List<Block> others = new ArrayList<>(made);
    for (BlockSchema wanted : schema.blocks()) {
      made.stream().filter(block -> block.type().equals(wanted.type())).forEach(blocks::add);
      others.removeIf(block -> block.type().equals(wanted.type()));
      if (wanted.labels().isEmpty()) {
        Attribute attribute = rest.remove(wanted.type());
        if (attribute != null) {
          blocks.addAll(blocks(attribute, diagnostics));
        }
      }
    }
    return new PartialContent(
        new BodyContent(found, blocks, missingItemRange),
        new LegacyBody(rest, others, missingItemRange));
  }

  private static List<Block> blocks(Attribute attribute, Diagnostics diagnostics) {
    List<Expression> elements =
        attribute.expression() instanceof Expression.TupleConstructor tuple
            ? tuple.elements()
            : List.of(attribute.expression());
    List<Block> blocks = new ArrayList<>();
    for (Expression element : elements) {
      if (element instanceof Expression.ObjectConstructor) {
        blocks.add(block(attribute.name(), List.of(), of(element), element.range()));
      } else {
        diagnostics.error(
            "Incorrect JSON value type",
            "\"" + attribute.name() + "\" takes an object, or a list of objects.",
            element.range());
      }
    }
    return blocks;
  }

  static Block block(String type, List<String> labels, Body body, SourceRange place) {
    return new Block(
        type, labels, body, place, labels.stream().map(label -> place).toList(), place);
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    return arguments;
  }
}
