package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.value.Quoting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A body in JSON, in which the schema distinguishes attributes and blocks. Rules: the HCL JSON
 * syntax specification, Structural Elements.
 */
final class JsonBody implements Body {
  private static final String WRONG_TYPE = "Incorrect JSON value type";

  private final JsonNode value;
  private final Set<String> hidden;

  JsonBody(JsonNode value) {
    this(value, Set.of());
  }

  private JsonBody(JsonNode value, Set<String> hidden) {
    this.value = value;
    this.hidden = hidden;
  }

  JsonNode value() {
    return value;
  }

  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    Set<String> used = new HashSet<>(hidden);
    BodyContent content = read(schema, used, diagnostics);
    List<String> candidates = new ArrayList<>();
    for (AttributeSchema attribute : schema.attributes()) {
      if (!used.contains(attribute.name())) {
        candidates.add(attribute.name());
      }
    }
    for (BlockSchema block : schema.blocks()) {
      candidates.add(block.type());
    }
    for (JsonNode.Property property : properties(value, Optional.empty(), diagnostics)) {
      if (!property.name().equals("//") && !used.contains(property.name())) {
        diagnostics.add(
            Diagnostic.error(
                    "Extraneous JSON object property",
                    "No argument or block type is named "
                        + Quoting.quoted(property.name())
                        + "."
                        + Suggestion.hint(property.name(), candidates),
                    property.nameRange())
                .in(property.range()));
      }
    }
    return content;
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    Set<String> used = new HashSet<>(hidden);
    BodyContent content = read(schema, used, diagnostics);
    return new PartialContent(content, new JsonBody(value, used));
  }

  /** Reads the content in the schema and adds the names found to those used. */
  private BodyContent read(BodySchema schema, Set<String> used, Diagnostics diagnostics) {
    Set<String> attributeNames = new HashSet<>();
    for (AttributeSchema attribute : schema.attributes()) {
      attributeNames.add(attribute.name());
    }
    Map<String, BlockSchema> blockTypes = new HashMap<>();
    for (BlockSchema block : schema.blocks()) {
      blockTypes.put(block.type(), block);
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    List<Block> blocks = new ArrayList<>();
    for (JsonNode.Property property : properties(value, Optional.empty(), diagnostics)) {
      String name = property.name();
      if (hidden.contains(name)) {
        continue;
      }
      BlockSchema type = blockTypes.get(name);
      if (attributeNames.contains(name)) {
        used.add(name);
        Attribute existing = attributes.get(name);
        if (existing == null) {
          attributes.put(name, attribute(property));
        } else {
          diagnostics.add(duplicate("Duplicate argument", property, existing));
        }
      } else if (type != null) {
        used.add(name);
        new Blocks(type, property.nameRange(), blocks, diagnostics)
            .read(property.value(), type.labels());
      }
    }
    for (AttributeSchema attribute : schema.attributes()) {
      if (attribute.required() && !attributes.containsKey(attribute.name())) {
        diagnostics.error(
            "Missing required argument",
            "The argument "
                + Quoting.quoted(attribute.name())
                + " is required, but no definition was found.",
            missingItemRange());
      }
    }
    return new BodyContent(attributes, blocks, missingItemRange());
  }

  private static Attribute attribute(JsonNode.Property property) {
    return new Attribute(
        property.name(),
        JsonExpressions.of(property.value()),
        property.nameRange(),
        property.range());
  }

  private static Diagnostic duplicate(
      String summary, JsonNode.Property property, Attribute existing) {
    return Diagnostic.error(
            summary,
            "The argument "
                + Quoting.quoted(property.name())
                + " was already set at "
                + existing.range()
                + ".",
            property.nameRange())
        .in(property.range());
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (!(value instanceof JsonNode.ObjectNode object)) {
      diagnostics.error(
          WRONG_TYPE,
          "A JSON object is required here, setting the arguments for this block.",
          value.startRange());
      return attributes;
    }
    for (JsonNode.Property property : object.properties()) {
      if (property.name().equals("//") || hidden.contains(property.name())) {
        continue;
      }
      Attribute existing = attributes.get(property.name());
      if (existing == null) {
        attributes.put(property.name(), attribute(property));
      } else {
        diagnostics.add(duplicate("Duplicate attribute definition", property, existing));
      }
    }
    return attributes;
  }

  @Override
  public SourceRange missingItemRange() {
    return value instanceof JsonNode.ObjectNode object ? object.closeRange() : value.startRange();
  }

  /**
   * The properties of an object, or of all objects of an array.
   *
   * @param label the name of the label that the property names represent, if any
   */
  private static List<JsonNode.Property> properties(
      JsonNode node, Optional<String> label, Diagnostics diagnostics) {
    return switch (node) {
      case JsonNode.ObjectNode object -> object.properties();
      case JsonNode.NullNode _ -> List.of();
      case JsonNode.ArrayNode array -> {
        List<JsonNode.Property> all = new ArrayList<>();
        for (JsonNode element : array.elements()) {
          if (element instanceof JsonNode.ObjectNode object) {
            all.addAll(object.properties());
          } else {
            diagnostics.error(
                WRONG_TYPE,
                label
                    .map(
                        name ->
                            "A JSON object is required here, to specify "
                                + name
                                + " labels for this block.")
                    .orElse(
                        "A JSON object is required here, to define arguments and child blocks."),
                element.startRange());
          }
        }
        yield all;
      }
      case JsonNode.StringNode _, JsonNode.LiteralNode _, JsonNode.InvalidNode _ -> {
        diagnostics.error(
            WRONG_TYPE,
            label
                .map(
                    name ->
                        "Either a JSON object or JSON array of objects is required here, to"
                            + " specify "
                            + name
                            + " labels for this block.")
                .orElse(
                    "Either a JSON object or JSON array of objects is required here, to define"
                        + " arguments and child blocks."),
            node.startRange());
        yield List.of();
      }
    };
  }

  /** The blocks of one type that a property describes. */
  private static final class Blocks {
    private final BlockSchema type;
    private final SourceRange typeRange;
    private final List<Block> blocks;
    private final Diagnostics diagnostics;
    private final List<String> labels = new ArrayList<>();
    private final List<SourceRange> labelRanges = new ArrayList<>();

    Blocks(BlockSchema type, SourceRange typeRange, List<Block> blocks, Diagnostics diagnostics) {
      this.type = type;
      this.typeRange = typeRange;
      this.blocks = blocks;
      this.diagnostics = diagnostics;
    }

    void read(JsonNode node, List<String> labelNames) {
      if (labelNames.isEmpty()) {
        readBodies(node);
        return;
      }
      String labelName = labelNames.getFirst();
      List<JsonNode.Property> properties = properties(node, Optional.of(labelName), diagnostics);
      if (properties.isEmpty()) {
        diagnostics.error(
            "Missing block label",
            "At least one object property is required, whose name represents the "
                + type.type()
                + " block's "
                + labelName
                + ".",
            node.startRange());
      }
      for (JsonNode.Property property : properties) {
        labels.add(property.name());
        labelRanges.add(property.nameRange());
        read(property.value(), labelNames.subList(1, labelNames.size()));
        labels.removeLast();
        labelRanges.removeLast();
      }
    }

    private void readBodies(JsonNode node) {
      switch (node) {
        case JsonNode.ObjectNode object -> add(object, object.openRange());
        case JsonNode.ArrayNode array -> {
          for (JsonNode element : array.elements()) {
            add(element, array.openRange());
          }
        }
        case JsonNode.NullNode _ -> {}
        case JsonNode.StringNode _, JsonNode.LiteralNode _, JsonNode.InvalidNode _ ->
            diagnostics.error(
                WRONG_TYPE,
                "Either a JSON object or a JSON array is required, representing the contents of"
                    + " one or more "
                    + Quoting.quoted(type.type())
                    + " blocks.",
                node.startRange());
      }
    }

    private void add(JsonNode body, SourceRange headerRange) {
      blocks.add(
          new Block(type.type(), labels, new JsonBody(body), typeRange, labelRanges, headerRange));
    }
  }
}
