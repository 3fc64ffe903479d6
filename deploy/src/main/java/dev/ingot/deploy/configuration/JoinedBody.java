package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The union of two bodies, which must not overlap. */
record JoinedBody(Body first, Body second) implements Body {
  /** The special block whose arguments are those of the type, whatever their names. */
  static final BlockSchema ESCAPING = new BlockSchema("_");

  /**
   * A body joined with the arguments of its escaping block, if it has one.
   *
   * @param remain what is left of the body without its meta-arguments
   * @param content the meta-arguments and blocks
   * @param kind what the block is, in messages
   * @param specific the owner of its own arguments, in messages
   */
  static Body escaped(
      Body remain, BodyContent content, String kind, String specific, Diagnostics diagnostics) {
    List<Block> found = content.blocks(ESCAPING.type());
    for (int i = 1; i < found.size(); i++) {
      diagnostics.error(
          "Duplicate escaping block",
          "The special block type \"_\" can be used to force particular arguments to be interpreted"
              + " as "
              + specific
              + " rather than as meta-arguments, but each "
              + kind
              + " block can have only one such block. The first escaping block was at "
              + found.getFirst().headerRange()
              + ".",
          found.get(i).headerRange());
    }
    return found.isEmpty() ? remain : new JoinedBody(remain, found.getFirst().body());
  }

  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    BodySchema optional = MergedBody.withoutRequired(schema);
    BodyContent joined =
        join(
            first.content(optional, diagnostics),
            second.content(optional, diagnostics),
            diagnostics);
    MergedBody.reportMissing(schema, joined, diagnostics);
    return joined;
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    BodySchema optional = MergedBody.withoutRequired(schema);
    PartialContent one = first.partialContent(optional, diagnostics);
    PartialContent other = second.partialContent(optional, diagnostics);
    BodyContent joined = join(one.content(), other.content(), diagnostics);
    MergedBody.reportMissing(schema, joined, diagnostics);
    return new PartialContent(joined, new JoinedBody(one.remain(), other.remain()));
  }

  private static BodyContent join(BodyContent one, BodyContent other, Diagnostics diagnostics) {
    List<Block> blocks = new ArrayList<>(one.blocks());
    blocks.addAll(other.blocks());
    return new BodyContent(
        join(one.attributes(), other.attributes(), diagnostics), blocks, one.missingItemRange());
  }

  private static Map<String, Attribute> join(
      Map<String, Attribute> one, Map<String, Attribute> other, Diagnostics diagnostics) {
    Map<String, Attribute> all = new LinkedHashMap<>(one);
    for (Attribute attribute : other.values()) {
      Attribute before = all.putIfAbsent(attribute.name(), attribute);
      if (before != null) {
        diagnostics.error(
            "Duplicate argument",
            "Argument \"" + attribute.name() + "\" was already set at " + before.range() + ".",
            attribute.nameRange());
      }
    }
    return all;
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    return join(first.attributes(diagnostics), second.attributes(diagnostics), diagnostics);
  }

  @Override
  public SourceRange missingItemRange() {
    return first.missingItemRange();
  }
}
