package dev.ingot.lang.schema;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decodes one body, and the blocks in it, to values. */
final class BodyDecoder {
  private final Scope scope;
  private final Diagnostics diagnostics;

  /** Whether the block is one of an unknown number: then its given values are unknown. */
  private final boolean unknown;

  BodyDecoder(Scope scope, Diagnostics diagnostics) {
    this(scope, diagnostics, false);
  }

  private BodyDecoder(Scope scope, Diagnostics diagnostics, boolean unknown) {
    this.scope = scope;
    this.diagnostics = diagnostics;
    this.unknown = unknown;
  }

  Value decode(Schema declared, Body body) {
    Schema schema = AttributeBlocks.written(declared, body);
    Body.BodyContent content = body.content(BodySchemas.of(schema), diagnostics);
    TreeMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    schema
        .attributes()
        .forEach(
            (name, attribute) -> {
              Body.Attribute written = content.attributes().get(name);
              values.put(
                  name,
                  written == null ? Value.nullOf(attribute.type()) : attribute(written, attribute));
            });
    Map<String, List<DynamicBlocks.Instance>> byType = blocks(schema, content);
    schema
        .blocks()
        .forEach(
            (type, block) ->
                values.put(
                    type,
                    byType.containsKey(type)
                        ? nested(
                            type,
                            block,
                            byType.getOrDefault(type, List.of()),
                            content.missingItemRange())
                        : missing(declared, type, block, content.missingItemRange())));
    return new Value.ObjectValue(values);
  }

  /** Dynamic blocks that generate none leave an attribute that is written as blocks unset. */
  private Value missing(Schema declared, String type, NestedBlock block, SourceRange place) {
    Attribute attribute = declared.attributes().get(type);
    return attribute == null
        ? nested(type, block, List.of(), place)
        : Value.nullOf(attribute.type());
  }

  private Value attribute(Body.Attribute written, Attribute attribute) {
    Value value = Evaluator.evaluate(written.expression(), scope, diagnostics);
    Conversion.Result result = Conversion.convert(value, attribute.configurationConstraint());
    if (result.problem().isPresent()) {
      SourceRange place = written.expression().range();
      diagnostics.add(
          Diagnostic.error(
                  "Incorrect attribute value type",
                  "Inappropriate value for attribute \""
                      + written.name()
                      + "\": "
                      + result.problem().get().message()
                      + ".",
                  place)
              .in(written.nameRange().to(place)));
      return Value.unknown(attribute.type());
    }
    Value converted = result.value();
    return unknown ? Value.unknown(attribute.type()).marked(converted.marks()) : converted;
  }

  /** The blocks by type in source order, dynamic ones expanded. */
  private Map<String, List<DynamicBlocks.Instance>> blocks(
      Schema schema, Body.BodyContent content) {
    Map<String, List<DynamicBlocks.Instance>> byType = new LinkedHashMap<>();
    DynamicBlocks dynamic = new DynamicBlocks(scope, diagnostics);
    for (Body.Block block : content.blocks()) {
      List<DynamicBlocks.Instance> instances =
          block.type().equals(DynamicBlocks.TYPE)
                  && !schema.blocks().containsKey(DynamicBlocks.TYPE)
              ? dynamic.expand(schema, block)
              : List.of(DynamicBlocks.Instance.of(block, scope));
      for (DynamicBlocks.Instance instance : instances) {
        byType.computeIfAbsent(instance.type(), type -> new ArrayList<>()).add(instance);
      }
    }
    return byType;
  }

  private Value nested(
      String type, NestedBlock block, List<DynamicBlocks.Instance> instances, SourceRange missing) {
    Marks marks = Marks.NONE;
    boolean anyUnknown = false;
    List<Value> values = new ArrayList<>(instances.size());
    for (DynamicBlocks.Instance instance : instances) {
      marks = marks.with(instance.marks());
      anyUnknown |= instance.unknown();
      values.add(
          new BodyDecoder(instance.scope(), diagnostics, unknown || instance.unknown())
              .decode(block.schema(), instance.body()));
    }
    if (!anyUnknown && block.nesting() != Nesting.SINGLE && block.nesting() != Nesting.GROUP) {
      checkCount(type, block, instances, missing);
    }
    Value value =
        switch (block.nesting()) {
          case SINGLE, GROUP -> single(type, block, instances, values, missing);
          case LIST, SET, MAP ->
              anyUnknown || unknown
                  ? Value.unknown(block.impliedType())
                  : collection(type, block, instances, values);
        };
    return value.marked(marks);
  }

  private void checkCount(
      String type, NestedBlock block, List<DynamicBlocks.Instance> instances, SourceRange missing) {
    if (instances.size() < block.minItems()) {
      diagnostics.error(
          "Insufficient " + type + " blocks",
          "At least " + block.minItems() + " \"" + type + "\" blocks are required.",
          missing);
    } else if (block.maxItems() > 0 && instances.size() > block.maxItems()) {
      diagnostics.error(
          "Too many " + type + " blocks",
          "No more than " + block.maxItems() + " \"" + type + "\" blocks are allowed",
          instances.get(block.maxItems()).headerRange());
    }
  }

  private Value single(
      String type,
      NestedBlock block,
      List<DynamicBlocks.Instance> instances,
      List<Value> values,
      SourceRange missing) {
    if (instances.size() > 1) {
      diagnostics.error(
          "Duplicate " + type + " block",
          "Only one block of type \""
              + type
              + "\" is allowed. Previous definition was at "
              + instances.getFirst().headerRange()
              + ".",
          instances.get(1).headerRange());
    }
    if (!values.isEmpty()) {
      return values.getFirst();
    }
    if (block.nesting() == Nesting.SINGLE && block.minItems() > 0) {
      diagnostics.error(
          "Missing " + type + " block",
          "A block of type \"" + type + "\" is required here.",
          missing);
    }
    return EmptyValues.of(block);
  }

  private Value collection(
      String type, NestedBlock block, List<DynamicBlocks.Instance> instances, List<Value> values) {
    if (values.isEmpty()) {
      return EmptyValues.of(block);
    }
    if (block.nesting() == Nesting.MAP) {
      return map(type, block, instances, values);
    }
    if (!block.schema().containsDynamic()) {
      Type object = block.schema().impliedType();
      return block.nesting() == Nesting.SET
          ? Values.set(object, values)
          : Values.list(object, values);
    }
    return block.nesting() == Nesting.LIST
        ? new Value.TupleValue(values)
        : alike(type, block, instances, values);
  }

  /** A set has one element type, even if its schema leaves parts of it open. */
  private Value alike(
      String type, NestedBlock block, List<DynamicBlocks.Instance> instances, List<Value> values) {
    Conversion.Result result =
        Conversion.convert(
            new Value.TupleValue(values), new Type.SetType(block.schema().impliedType()));
    if (result.problem().isPresent()) {
      diagnostics.error(
          "Inconsistent argument types in " + type + " blocks",
          "Corresponding attributes in all blocks of this type must be the same.",
          instances.getFirst().headerRange());
    }
    return result.value();
  }

  private Value map(
      String type, NestedBlock block, List<DynamicBlocks.Instance> instances, List<Value> values) {
    TreeMap<String, Value> entries = new TreeMap<>(Value.KEY_ORDER);
    for (int i = 0; i < values.size(); i++) {
      DynamicBlocks.Instance instance = instances.get(i);
      String key = instance.labels().isEmpty() ? "" : instance.labels().getFirst();
      if (entries.putIfAbsent(key, values.get(i)) != null) {
        diagnostics.error(
            "Duplicate " + type + " block",
            "A block for "
                + type
                + " \""
                + key
                + "\" was already defined. The "
                + type
                + " labels must be unique.",
            instance.headerRange());
      }
    }
    return block.schema().containsDynamic()
        ? new Value.ObjectValue(entries)
        : Values.map(block.schema().impliedType(), entries);
  }
}
