package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.value.Quoting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A body of the native syntax, or the rest of one after reading a part. Unlike one in JSON it can
 * also be read without a schema.
 */
public final class NativeBody implements Body {
  private final Map<String, Attribute> attributes;
  private final List<Block> blocks;
  private final SourceRange missingItemRange;
  private final int end;

  /**
   * @param end the index after the body in its file, with its closing brace
   */
  NativeBody(
      Map<String, Attribute> attributes,
      List<Block> blocks,
      SourceRange missingItemRange,
      int end) {
    this.attributes = attributes;
    this.blocks = blocks;
    this.missingItemRange = missingItemRange;
    this.end = end;
  }

  /** All attributes by name, in source order. */
  public Map<String, Attribute> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  /** All blocks, in source order; the body of each is native too. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  int end() {
    return end;
  }

  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    PartialContent partial = partialContent(schema, diagnostics);
    if (partial.remain() instanceof NativeBody rest) {
      rest.rejectAll(schema, partial.content(), diagnostics);
    }
    return partial.content();
  }

  private void rejectAll(BodySchema schema, BodyContent used, Diagnostics diagnostics) {
    for (Attribute attribute : attributes.values()) {
      List<String> unused = new ArrayList<>();
      for (AttributeSchema known : schema.attributes()) {
        if (!used.attributes().containsKey(known.name())) {
          unused.add(known.name());
        }
      }
      String hint = Suggestion.hint(attribute.name(), unused);
      if (hint.isEmpty() && namesBlock(schema, attribute.name())) {
        hint = " Did you mean to define a block of type " + Quoting.quoted(attribute.name()) + "?";
      }
      diagnostics.error(
          "Unsupported argument",
          "An argument named " + Quoting.quoted(attribute.name()) + " is not expected here." + hint,
          attribute.nameRange());
    }
    for (Block block : blocks) {
      List<String> types = new ArrayList<>();
      for (BlockSchema known : schema.blocks()) {
        types.add(known.type());
      }
      String hint = Suggestion.hint(block.type(), types);
      if (hint.isEmpty() && namesAttribute(schema, block.type())) {
        hint =
            " Did you mean to define argument "
                + Quoting.quoted(block.type())
                + "? If so, use the equals sign to assign it a value.";
      }
      diagnostics.error(
          "Unsupported block type",
          "Blocks of type " + Quoting.quoted(block.type()) + " are not expected here." + hint,
          block.typeRange());
    }
  }

  private static boolean namesBlock(BodySchema schema, String name) {
    for (BlockSchema known : schema.blocks()) {
      if (known.type().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesAttribute(BodySchema schema, String name) {
    for (AttributeSchema known : schema.attributes()) {
      if (known.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    Set<String> wanted = new HashSet<>();
    for (AttributeSchema known : schema.attributes()) {
      wanted.add(known.name());
      if (known.required() && !attributes.containsKey(known.name())) {
        diagnostics.error(
            "Missing required argument",
            "The argument "
                + Quoting.quoted(known.name())
                + " is required, but no definition was found.",
            missingItemRange);
      }
    }
    Map<String, Attribute> found = new LinkedHashMap<>();
    Map<String, Attribute> others = new LinkedHashMap<>();
    attributes.forEach((name, value) -> (wanted.contains(name) ? found : others).put(name, value));

    Map<String, BlockSchema> types = new LinkedHashMap<>();
    for (BlockSchema known : schema.blocks()) {
      types.put(known.type(), known);
    }
    List<Block> foundBlocks = new ArrayList<>();
    List<Block> otherBlocks = new ArrayList<>();
    for (Block block : blocks) {
      BlockSchema known = types.get(block.type());
      if (known == null) {
        otherBlocks.add(block);
      } else if (hasLabels(block, known, diagnostics)) {
        foundBlocks.add(block);
      }
    }
    return new PartialContent(
        new BodyContent(found, foundBlocks, missingItemRange),
        new NativeBody(others, otherBlocks, missingItemRange, end));
  }

  private static boolean hasLabels(Block block, BlockSchema schema, Diagnostics diagnostics) {
    int expected = schema.labels().size();
    int given = block.labels().size();
    String type = block.type();
    SourceRange header = block.headerRange();
    SourceRange brace = block.body().missingItemRange();
    SourceRange context = header.to(brace);
    if (given > expected) {
      String detail =
          expected == 0
              ? "No labels are expected for " + type + " blocks."
              : "Only "
                  + expected
                  + " labels ("
                  + String.join(", ", schema.labels())
                  + ") are expected for "
                  + type
                  + " blocks.";
      diagnostics.add(
          Diagnostic.error(
                  "Extraneous label for " + type, detail, block.labelRanges().get(expected))
              .in(context));
      return false;
    }
    if (given < expected) {
      diagnostics.add(
          Diagnostic.error(
                  "Missing " + schema.labels().get(given) + " for " + type,
                  "All "
                      + type
                      + " blocks must have "
                      + expected
                      + " labels ("
                      + String.join(", ", schema.labels())
                      + ").",
                  brace)
              .in(context));
      return false;
    }
    return true;
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    if (!blocks.isEmpty()) {
      Block first = blocks.getFirst();
      diagnostics.add(
          Diagnostic.error(
                  "Unexpected " + Quoting.quoted(first.type()) + " block",
                  "Blocks are not allowed here.",
                  first.typeRange())
              .in(first.headerRange()));
    }
    return attributes;
  }

  @Override
  public SourceRange missingItemRange() {
    return missingItemRange;
  }
}
