package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import java.util.List;
import java.util.Map;

/**
 * The content of a file or of a block's braces: attributes and blocks. The native syntax
 * distinguishes them itself, JSON only with a schema; therefore a body is always read with one.
 */
public interface Body {
  /**
   * Reads the body; anything that is not in the schema is an error.
   *
   * @return the content that could be read, in source order; missing required attributes are
   *     reported and absent
   */
  BodyContent content(BodySchema schema, Diagnostics diagnostics);

  /** Reads the content in the schema and leaves the rest in {@link PartialContent#remain}. */
  PartialContent partialContent(BodySchema schema, Diagnostics diagnostics);

  /** Reads a body that has only attributes, of any name, in source order. */
  Map<String, Attribute> attributes(Diagnostics diagnostics);

  /** The range for reporting a missing item: the place a user would add it. */
  SourceRange missingItemRange();

  /**
   * @param content the content in the schema
   * @param remain everything else, to be read with another schema
   */
  record PartialContent(BodyContent content, Body remain) {}

  /**
   * @param attributes by name, in source order
   * @param blocks in source order
   */
  record BodyContent(
      Map<String, Attribute> attributes, List<Block> blocks, SourceRange missingItemRange) {
    public BodyContent {
      blocks = List.copyOf(blocks);
    }

    /** The blocks of one type, in source order. */
    public List<Block> blocks(String type) {
      return blocks.stream().filter(block -> block.type().equals(type)).toList();
    }
  }

  /** {@code name = expression}. */
  record Attribute(String name, Expression expression, SourceRange nameRange, SourceRange range) {}

  /**
   * {@code type "label" { body }}.
   *
   * @param headerRange the type and the labels
   */
  record Block(
      String type,
      List<String> labels,
      Body body,
      SourceRange typeRange,
      List<SourceRange> labelRanges,
      SourceRange headerRange) {
    public Block {
      labels = List.copyOf(labels);
      labelRanges = List.copyOf(labelRanges);
    }
  }

  /** The attributes and blocks allowed in a body. */
  record BodySchema(List<AttributeSchema> attributes, List<BlockSchema> blocks) {
    public BodySchema {
      attributes = List.copyOf(attributes);
      blocks = List.copyOf(blocks);
    }
  }

  /** An attribute by name. */
  record AttributeSchema(String name, boolean required) {}

  /** A block by type; {@code labels} names its labels, in order. */
  record BlockSchema(String type, List<String> labels) {
    public BlockSchema {
      labels = List.copyOf(labels);
    }

    public BlockSchema(String type, String... labels) {
      this(type, List.of(labels));
    }
  }
}
