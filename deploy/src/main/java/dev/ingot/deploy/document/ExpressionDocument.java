package dev.ingot.deploy.document;

import dev.ingot.deploy.configuration.Constants;
import dev.ingot.deploy.reference.Reference;
import dev.ingot.deploy.reference.References;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Expressions in configuration documents: their constant value, or their references. */
final class ExpressionDocument {
  private ExpressionDocument() {}

  /** Whether an expression is opaque: it calls functions and has no references. */
  static boolean isSilent(Expression expression) {
    return Evaluator.references(expression).isEmpty() && constant(expression).isEmpty();
  }

  static void write(JsonGenerator json, Expression expression) {
    json.writeStartObject();
    List<Traversal> references = Evaluator.references(expression);
    Optional<Value> constant = constant(expression);
    if (constant.isPresent()) {
      json.writeName("constant_value");
      ValueDocument.write(json, constant.get());
    }
    references(json, references);
    json.writeEndObject();
  }

  /**
   * The value of an expression without a scope. In JSON a template is its own text then, so that
   * every value is constant.
   */
  private static Optional<Value> constant(Expression expression) {
    boolean text = holdsJsonText(expression);
    if (!text && !Evaluator.references(expression).isEmpty()) {
      return Optional.empty();
    }
    Diagnostics ignored = new Diagnostics();
    Value value = Constants.evaluate(text ? literal(expression) : expression, ignored);
    return ignored.hasErrors() || !Values.isWhollyKnown(value)
        ? Optional.empty()
        : Optional.of(value);
  }

  private static boolean holdsJsonText(Expression expression) {
    if (expression instanceof Expression.TupleConstructor tuple) {
      return tuple.elements().stream().anyMatch(ExpressionDocument::holdsJsonText);
    }
    if (expression instanceof Expression.ObjectConstructor object) {
      return object.items().stream()
          .anyMatch(item -> holdsJsonText(item.key()) || holdsJsonText(item.value()));
    }
    return expression instanceof Expression.JsonTemplate;
  }

  /** The same with the text of each template of the JSON syntax in its place. */
  private static Expression literal(Expression expression) {
    if (expression instanceof Expression.TupleConstructor tuple) {
      return new Expression.TupleConstructor(
          tuple.elements().stream().map(ExpressionDocument::literal).toList(),
          tuple.openRange(),
          tuple.range());
    }
    if (expression instanceof Expression.ObjectConstructor object) {
      return new Expression.ObjectConstructor(
          object.items().stream()
              .map(
                  item ->
                      new Expression.ObjectConstructor.Item(
                          literal(item.key()), literal(item.value())))
              .toList(),
          object.openRange(),
          object.range());
    }
    return expression instanceof Expression.JsonTemplate template
        ? new Expression.Literal(Value.of(template.text()), template.range())
        : expression;
  }

  /** A reference and its prefixes, the longest first. */
  private static List<String> texts(Traversal traversal) {
    Diagnostics ignored = new Diagnostics();
    Optional<Reference> reference = References.parse(traversal, ignored);
    List<String> texts = new ArrayList<>();
    int least = reference.map(Reference::steps).orElse(traversal.steps().size());
    if (reference.isPresent() && reference.get() instanceof Reference.Resource resource) {
      least -= resource.key().isPresent() ? 1 : 0;
    } else if (reference.isPresent() && reference.get() instanceof Reference.Module module) {
      least = Math.min(least, module.key().isPresent() ? 2 : 1);
    }
    for (int steps = traversal.steps().size(); steps >= least; steps--) {
      texts.add(text(traversal, steps));
    }
    return texts;
  }

  /** The text of a traversal up to a step. */
  static String text(Traversal traversal, int steps) {
    StringBuilder text = new StringBuilder(traversal.root());
    for (Traversal.Step step : traversal.steps().subList(0, steps)) {
      switch (step) {
        case Traversal.Attribute(String name, var _) -> text.append('.').append(name);
        case Traversal.Key(Value key, var _) -> text.append(key(key));
      }
    }
    return text.toString();
  }

  private static String key(Value key) {
    return switch (key.unmarked()) {
      case Value.NumberValue(BigFloat number) -> "[" + number + "]";
      case Value.StringValue(String name) -> ValuePath.ROOT.index(name).toString();
      case Value other -> "[...]";
    };
  }

  /** Writes the attributes and blocks of a body; nothing if it has none. */
  static void body(JsonGenerator json, String name, Body body, Schema schema) {
    Body.BodyContent content = content(body, schema);
    if (content.attributes().isEmpty()
        && content.blocks().isEmpty()
        && schema.writtenAsBlocks(body).isEmpty()) {
      return;
    }
    json.writeName(name);
    write(json, body, schema);
  }

  private static void write(JsonGenerator json, Body body, Schema schema) {
    Body.BodyContent content = content(body, schema);
    json.writeStartObject();
    for (String name : schema.writtenAsBlocks(body)) {
      Optional.ofNullable(schema.attributes().get(name))
          .ifPresent(attribute -> writtenAsBlocks(json, name, attribute, body));
    }
    content
        .attributes()
        .forEach(
            (key, attribute) -> {
              json.writeName(key);
              write(json, attribute.expression());
            });
    for (Map.Entry<String, NestedBlock> nested : schema.blocks().entrySet()) {
      List<Body.Block> blocks = content.blocks(nested.getKey());
      if (!blocks.isEmpty()) {
        json.writeName(nested.getKey());
        blocks(json, blocks, nested.getValue());
      }
    }
    json.writeEndObject();
  }

  /** An attribute that is written as blocks, as the one expression it stands for. */
  private static void writtenAsBlocks(
      JsonGenerator json, String name, Attribute attribute, Body body) {
    Schema alone = Schema.of(Map.of(name, attribute));
    List<Traversal> references = alone.references(body);
    json.writeName(name);
    json.writeStartObject();
    if (references.isEmpty()) {
      // What the body has besides is no concern here.
      Value value = Constants.decode(alone, body, new Diagnostics());
      Values.attribute(value, name)
          .filter(Values::isWhollyKnown)
          .ifPresent(
              constant -> {
                json.writeName("constant_value");
                ValueDocument.write(json, constant);
              });
    }
    references(json, references);
    json.writeEndObject();
  }

  private static void references(JsonGenerator json, List<Traversal> references) {
    if (references.isEmpty()) {
      return;
    }
    json.writeName("references");
    json.writeStartArray();
    references.forEach(reference -> texts(reference).forEach(json::writeString));
    json.writeEndArray();
  }

  private static void blocks(JsonGenerator json, List<Body.Block> blocks, NestedBlock nested) {
    Schema schema = nested.schema();
    switch (nested.nesting()) {
      case SINGLE, GROUP -> write(json, blocks.getFirst().body(), schema);
      case LIST, SET -> {
        json.writeStartArray();
        blocks.forEach(block -> write(json, block.body(), schema));
        json.writeEndArray();
      }
      case MAP -> {
        json.writeStartObject();
        for (Body.Block block : blocks) {
          json.writeName(block.labels().isEmpty() ? "" : block.labels().getFirst());
          write(json, block.body(), schema);
        }
        json.writeEndObject();
      }
    }
  }

  private static Body.BodyContent content(Body body, Schema schema) {
    List<Body.AttributeSchema> attributes =
        schema.attributes().keySet().stream()
            .map(name -> new Body.AttributeSchema(name, false))
            .toList();
    List<Body.BlockSchema> blocks =
        schema.blocks().entrySet().stream()
            .map(
                entry ->
                    switch (entry.getValue().nesting()) {
                      case MAP -> new Body.BlockSchema(entry.getKey(), "key");
                      case SINGLE, GROUP, LIST, SET -> new Body.BlockSchema(entry.getKey());
                    })
            .toList();
    return body.partialContent(new Body.BodySchema(attributes, blocks), new Diagnostics())
        .content();
  }
}
