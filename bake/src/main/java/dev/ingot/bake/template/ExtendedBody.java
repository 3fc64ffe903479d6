package dev.ingot.bake.template;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.syntax.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source's body joined with the additions of a build. The build may add arguments but not change
 * any.
 */
record ExtendedBody(Body base, Body additions) implements Body {
  @Override
  public BodyContent content(BodySchema schema, Diagnostics diagnostics) {
    BodySchema relaxed = relaxed(schema);
    return merge(
        schema,
        base.content(relaxed, diagnostics),
        additions.content(relaxed, diagnostics),
        diagnostics);
  }

  @Override
  public PartialContent partialContent(BodySchema schema, Diagnostics diagnostics) {
    BodySchema relaxed = relaxed(schema);
    PartialContent first = base.partialContent(relaxed, diagnostics);
    PartialContent second = additions.partialContent(relaxed, diagnostics);
    return new PartialContent(
        merge(schema, first.content(), second.content(), diagnostics),
        new ExtendedBody(first.remain(), second.remain()));
  }

  @Override
  public Map<String, Attribute> attributes(Diagnostics diagnostics) {
    Map<String, Attribute> all = new LinkedHashMap<>(base.attributes(diagnostics));
    additions
        .attributes(diagnostics)
        .forEach((name, attribute) -> put(all, attribute, diagnostics));
    return all;
  }

  @Override
  public SourceRange missingItemRange() {
    return base.missingItemRange();
  }

  private BodyContent merge(
      BodySchema schema, BodyContent first, BodyContent second, Diagnostics diagnostics) {
    Map<String, Attribute> all = new LinkedHashMap<>(first.attributes());
    second.attributes().values().forEach(attribute -> put(all, attribute, diagnostics));
    for (AttributeSchema wanted : schema.attributes()) {
      if (wanted.required() && !all.containsKey(wanted.name())) {
        diagnostics.error(
            "Missing required argument",
            "The argument \"" + wanted.name() + "\" is required, but no definition was found.",
            base.missingItemRange());
      }
    }
    List<Block> blocks = new ArrayList<>(first.blocks());
    blocks.addAll(second.blocks());
    return new BodyContent(all, blocks, first.missingItemRange());
  }

  private static void put(
      Map<String, Attribute> all, Attribute attribute, Diagnostics diagnostics) {
    Attribute known = all.putIfAbsent(attribute.name(), attribute);
    if (known != null) {
      diagnostics.error(
          "Duplicate argument",
          "The source already sets "
              + attribute.name()
              + " at "
              + known.range().file().name()
              + ":"
              + known.range().startPosition().line()
              + ". A build can only add arguments to a source.",
          attribute.nameRange());
    }
  }

  private static BodySchema relaxed(BodySchema schema) {
    return new BodySchema(
        schema.attributes().stream()
            .map(attribute -> new AttributeSchema(attribute.name(), false))
            .toList(),
        schema.blocks());
  }
}
