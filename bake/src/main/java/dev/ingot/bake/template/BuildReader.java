package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.SourceName;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code build} blocks. */
final class BuildReader {
  private static final BodySchema BUILD =
      new BodySchema(
          attributes("name", "description", "sources"),
          List.of(
              new BlockSchema("source", "reference"),
              new BlockSchema("provisioner", "type"),
              new BlockSchema("error-cleanup-provisioner", "type"),
              new BlockSchema("post-processor", "type"),
              new BlockSchema("post-processors"),
              new BlockSchema("hcp_packer_registry")));
  private static final BodySchema CHAIN =
      new BodySchema(List.of(), List.of(new BlockSchema("post-processor", "type")));
  private static final BodySchema SOURCE_META = new BodySchema(attributes("name"), List.of());
  private static final BodySchema PROVISIONER_META =
      new BodySchema(
          attributes(
              "name",
              "pause_before",
              "max_retries",
              "timeout",
              "continue_on_error",
              "only",
              "except",
              "override"),
          List.of());
  private static final BodySchema POST_PROCESSOR_META =
      new BodySchema(attributes("name", "only", "except", "keep_input_artifact"), List.of());
  private static final BodySchema BUCKET =
      new BodySchema(
          attributes("bucket_name", "description", "bucket_labels", "build_labels"), List.of());

  private final StaticValues literals;
  private final Diagnostics diagnostics;

  BuildReader(StaticValues literals, Diagnostics diagnostics) {
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Build build(Block block) {
    BodyContent content = block.body().content(BUILD, diagnostics);
    List<SourceUse> sources = new ArrayList<>();
    Attribute named = content.attributes().get("sources");
    if (named != null) {
      sources(named, sources);
    }
    List<Step> provisioners = new ArrayList<>();
    List<List<Step>> postProcessors = new ArrayList<>();
    Optional<Step> cleanup = Optional.empty();
    Optional<BucketBlock> bucket = Optional.empty();
    for (Block inner : content.blocks()) {
      switch (inner.type()) {
        case "source" -> sourceBlock(inner).ifPresent(sources::add);
        case "provisioner" -> provisioners.add(step(inner, PROVISIONER_META));
        case "error-cleanup-provisioner" -> {
          if (cleanup.isPresent()) {
            diagnostics.error(
                "Second error-cleanup-provisioner",
                "A build has at most one error-cleanup-provisioner; put what both do in one.",
                inner.headerRange());
          }
          cleanup = Optional.of(step(inner, PROVISIONER_META));
        }
        case "post-processor" -> postProcessors.add(List.of(step(inner, POST_PROCESSOR_META)));
        case "post-processors" ->
            postProcessors.add(
                inner.body().content(CHAIN, diagnostics).blocks().stream()
                    .map(each -> step(each, POST_PROCESSOR_META))
                    .toList());
        default -> bucket = Optional.of(bucket(inner));
      }
    }
    if (sources.isEmpty()) {
      diagnostics.error(
          "Build without a source",
          "A build names what it starts from: sources = [\"source.TYPE.NAME\"].",
          block.headerRange());
    }
    return new Build(
        expression(content, "name"),
        expression(content, "description"),
        bucket,
        sources,
        provisioners,
        cleanup,
        postProcessors,
        block.headerRange());
  }

  private BucketBlock bucket(Block block) {
    BodyContent content = block.body().content(BUCKET, diagnostics);
    return new BucketBlock(
        expression(content, "bucket_name"),
        expression(content, "description"),
        expression(content, "bucket_labels"),
        expression(content, "build_labels"),
        block.headerRange());
  }

  private void sources(Attribute attribute, List<SourceUse> sources) {
    if (attribute.expression() instanceof Expression.TupleConstructor tuple) {
      for (Expression element : tuple.elements()) {
        reference(element)
            .ifPresent(
                name ->
                    sources.add(
                        new SourceUse(name, Optional.empty(), Optional.empty(), element.range())));
      }
      return;
    }
    Value value = literals.value(attribute.expression(), diagnostics);
    if (value.unmarked() instanceof Value.TupleValue(List<Value> elements)) {
      for (Value element : elements) {
        if (element.unmarked() instanceof Value.StringValue(String text)) {
          sourceName(text, attribute.expression().range())
              .ifPresent(
                  name ->
                      sources.add(
                          new SourceUse(
                              name, Optional.empty(), Optional.empty(), attribute.range())));
        }
      }
    } else if (value.isKnown()) {
      diagnostics.error(
          "Wrong list of sources",
          "sources is a list of references: sources = [\"source.TYPE.NAME\"].",
          attribute.expression().range());
    }
  }

  /** A source may be named by a string or, without quotes, by a reference. */
  private Optional<SourceName> reference(Expression element) {
    if (element instanceof Expression.ScopeTraversal) {
      return sourceName(element.range().text().strip(), element.range());
    }
    Value value = literals.value(element, diagnostics);
    if (value.unmarked() instanceof Value.StringValue(String text)) {
      return sourceName(text, element.range());
    }
    if (value.isKnown()) {
      diagnostics.error(
          "Wrong reference to a source",
          "A source is named by \"source.TYPE.NAME\".",
          element.range());
    }
    return Optional.empty();
  }

  private Optional<SourceUse> sourceBlock(Block block) {
    Body.PartialContent content = block.body().partialContent(SOURCE_META, diagnostics);
    return sourceName(block.labels().getFirst(), block.labelRanges().getFirst())
        .map(
            name ->
                new SourceUse(
                    name,
                    expression(content.content(), "name"),
                    Optional.of(content.remain()),
                    block.headerRange()));
  }

  private Optional<SourceName> sourceName(String text, SourceRange range) {
    String[] parts = text.split("\\.", -1);
    int first =
        parts.length == 3 && (parts[0].equals("source") || parts[0].equals("sources")) ? 1 : 0;
    if (parts.length - first != 2 || parts[first].isEmpty() || parts[first + 1].isEmpty()) {
      diagnostics.error(
          "Wrong reference to a source",
          "\"" + text + "\" is not the name of a source; write \"source.TYPE.NAME\".",
          range);
      return Optional.empty();
    }
    return Optional.of(new SourceName(parts[first], parts[first + 1]));
  }

  private Step step(Block block, BodySchema meta) {
    Body.PartialContent content = block.body().partialContent(meta, diagnostics);
    return new Step(
        block.labels().getFirst(),
        content.content().attributes(),
        content.remain(),
        block.headerRange());
  }

  private static Optional<Expression> expression(BodyContent content, String name) {
    return Optional.ofNullable(content.attributes().get(name)).map(Attribute::expression);
  }

  private static List<AttributeSchema> attributes(String... names) {
    return List.of(names).stream().map(name -> new AttributeSchema(name, false)).toList();
  }
}
