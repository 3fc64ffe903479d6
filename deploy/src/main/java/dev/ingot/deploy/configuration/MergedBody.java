package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A block's body merged with that of an override file: arguments replace arguments, blocks replace
 * all blocks of their type, except {@code lifecycle}, whose arguments are merged.
 */
final class MergedBody implements Body {
  private final Body base;
  private final Body over;
  private final SourceRange overHeader;

  MergedBody(Body base, Body over, SourceRange overHeader) {
    this.base = base;
    this.over = over;
    this.overHeader = overHeader;
  }

  /** The header of the overriding block. */
  SourceRange overHeader() {
    return overHeader;
  }

  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    BodySchema optional = withoutRequired(schema);
    BodyContent merged =
        merge(base.content(optional, diagnostics), over.content(optional, diagnostics));
    reportMissing(schema, merged, diagnostics);
    return merged;
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    BodySchema optional = withoutRequired(schema);
    PartialContent below = base.partialContent(optional, diagnostics);
    PartialContent above = over.partialContent(optional, diagnostics);
    BodyContent merged = merge(below.content(), above.content());
    reportMissing(schema, merged, diagnostics);
    return new PartialContent(merged, new MergedBody(below.remain(), above.remain(), overHeader));
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    Map<String, Attribute> merged = new LinkedHashMap<>(base.attributes(diagnostics));
    merged.putAll(over.attributes(diagnostics));
    return merged;
  }

  @Override
  public SourceRange missingItemRange() {
    return base.missingItemRange();
  }

  private static BodyContent merge(BodyContent below, BodyContent above) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(below.attributes());
    attributes.putAll(above.attributes());
    Set<String> replaced = new HashSet<>();
    for (Block block : above.blocks()) {
      replaced.add(block.type());
    }
    List<Block> blocks = new ArrayList<>();
    for (Block block : below.blocks()) {
      if (!replaced.contains(block.type())) {
        blocks.add(block);
      }
    }
    for (Block block : above.blocks()) {
      List<Block> bases = block.type().equals("lifecycle") ? below.blocks("lifecycle") : List.of();
      blocks.add(bases.isEmpty() ? block : over(bases.getFirst(), block));
    }
    return new BodyContent(attributes, blocks, below.missingItemRange());
  }

  /** A block merged with one of an override file. */
  static Block over(Block base, Block above) {
    return new Block(
        base.type(),
        base.labels(),
        new MergedBody(base.body(), above.body(), above.headerRange()),
        base.typeRange(),
        base.labelRanges(),
        base.headerRange());
  }

  static BodySchema withoutRequired(BodySchema schema) {
    return new BodySchema(
        schema.attributes().stream()
            .map(attribute -> new AttributeSchema(attribute.name(), false))
            .toList(),
        schema.blocks());
  }

  static void reportMissing(BodySchema schema, BodyContent content, Diagnostics diagnostics) {
    for (AttributeSchema attribute : schema.attributes()) {
      if (attribute.required() && !content.attributes().containsKey(attribute.name())) {
        diagnostics.error(
            "Missing required argument",
            "The argument \"" + attribute.name() + "\" is required, but no definition was found.",
            content.missingItemRange());
      }
    }
  }
}
