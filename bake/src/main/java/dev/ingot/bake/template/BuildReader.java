package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;
import dev.ingot.bake.template.TemplateBlocks.Step;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.DynamicBlocks;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
              new BlockSchema("hcp_packer_registry"),
              new BlockSchema(DynamicBlocks.TYPE, "type")));
  private static final BodySchema CHAIN =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("post-processor", "type"),
              new BlockSchema(DynamicBlocks.TYPE, "type")));
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

  /** Which blocks may be written as {@code dynamic} ones, and how many labels they have. */
  private static final Schema DYNAMIC =
      Schema.of(
          Map.of(),
          Map.of(
              "source", NestedBlock.of(Schema.EMPTY, Nesting.MAP),
              "provisioner", NestedBlock.of(Schema.EMPTY, Nesting.MAP),
              "error-cleanup-provisioner", NestedBlock.of(Schema.EMPTY, Nesting.MAP),
              "post-processor", NestedBlock.of(Schema.EMPTY, Nesting.MAP),
              "post-processors", NestedBlock.of(Schema.EMPTY, Nesting.LIST),
              "hcp_packer_registry", NestedBlock.of(Schema.EMPTY, Nesting.LIST)));

  private final Scope scope;
  private final SourceNames names;
  private final Diagnostics diagnostics;

  /**
   * @param scope what names mean where blocks are repeated and sources are listed
   */
  BuildReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.names = new SourceNames(diagnostics);
    this.diagnostics = diagnostics;
  }

  /** A block as written, or one that a dynamic block stands for. */
  private record Part(
      String type,
      List<String> labels,
      Body body,
      Iterators iterators,
      SourceRange place,
      SourceRange labelPlace) {
    static Part of(Block block, Iterators iterators) {
      return new Part(
          block.type(),
          block.labels(),
          block.body(),
          iterators,
          block.headerRange(),
          block.labelRanges().isEmpty() ? block.headerRange() : block.labelRanges().getFirst());
    }
  }

  Build build(Block block) {
    BodyContent content = block.body().content(BUILD, diagnostics);
    List<SourceUse> sources = new ArrayList<>();
    Attribute named = content.attributes().get("sources");
    if (named != null) {
      for (SourceNames.Named each : names.list(named.expression(), scope)) {
        sources.add(
            new SourceUse(
                each.name(), Optional.empty(), Optional.empty(), Iterators.NONE, each.range()));
      }
    }
    List<Step> provisioners = new ArrayList<>();
    List<List<Step>> postProcessors = new ArrayList<>();
    Optional<Step> cleanup = Optional.empty();
    Optional<BucketBlock> bucket = Optional.empty();
    for (Part inner : parts(content, Iterators.NONE)) {
      switch (inner.type()) {
        case "source" -> sourceBlock(inner).ifPresent(sources::add);
        case "provisioner" -> provisioners.add(step(inner, PROVISIONER_META));
        case "error-cleanup-provisioner" -> {
          if (cleanup.isPresent()) {
            diagnostics.error(
                "Second error-cleanup-provisioner",
                "A build has at most one error-cleanup-provisioner; combine the two.",
                inner.place());
          }
          cleanup = Optional.of(step(inner, PROVISIONER_META));
        }
        case "post-processor" -> postProcessors.add(List.of(step(inner, POST_PROCESSOR_META)));
        case "post-processors" ->
            postProcessors.add(
                parts(inner.body().content(CHAIN, diagnostics), inner.iterators()).stream()
                    .map(each -> step(each, POST_PROCESSOR_META))
                    .toList());
        default -> bucket = Optional.of(bucket(inner));
      }
    }
    if (sources.isEmpty() && !diagnostics.hasErrors()) {
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

  /** The blocks of a body, with each dynamic one replaced by those it stands for. */
  private List<Part> parts(BodyContent content, Iterators iterators) {
    List<Part> parts = new ArrayList<>();
    for (Block block : content.blocks()) {
      if (!block.type().equals(DynamicBlocks.TYPE)) {
        parts.add(Part.of(block, iterators));
        continue;
      }
      for (DynamicBlocks.Instance instance :
          new DynamicBlocks(iterators.in(scope), diagnostics).expand(DYNAMIC, block)) {
        if (instance.unknown()) {
          diagnostics.error(
              "Value not known yet",
              "The number of blocks must be known before the build starts.",
              block.headerRange());
        } else {
          parts.add(
              new Part(
                  instance.type(),
                  instance.labels(),
                  instance.body(),
                  Iterators.of(instance.scope()),
                  instance.headerRange(),
                  instance.headerRange()));
        }
      }
    }
    return parts;
  }

  private BucketBlock bucket(Part part) {
    return bucket(part.body(), part.iterators(), part.place(), diagnostics);
  }

  /** What an {@code hcp_packer_registry} block says. */
  static BucketBlock bucket(
      Body body, Iterators iterators, SourceRange place, Diagnostics diagnostics) {
    BodyContent content = body.content(BUCKET, diagnostics);
    return new BucketBlock(
        expression(content, "bucket_name"),
        expression(content, "description"),
        expression(content, "bucket_labels"),
        expression(content, "build_labels"),
        iterators,
        place);
  }

  private Optional<SourceUse> sourceBlock(Part part) {
    Body.PartialContent content = part.body().partialContent(SOURCE_META, diagnostics);
    return names
        .name(part.labels().isEmpty() ? "" : part.labels().getFirst(), part.labelPlace())
        .map(
            name ->
                new SourceUse(
                    name,
                    expression(content.content(), "name"),
                    Optional.of(content.remain()),
                    part.iterators(),
                    part.place()));
  }

  private Step step(Part part, BodySchema meta) {
    Body.PartialContent content = part.body().partialContent(meta, diagnostics);
    return new Step(
        part.labels().isEmpty() ? "" : part.labels().getFirst(),
        content.content().attributes(),
        content.remain(),
        part.iterators(),
        part.place());
  }

  private static Optional<Expression> expression(BodyContent content, String name) {
    return Optional.ofNullable(content.attributes().get(name)).map(Attribute::expression);
  }

  private static List<AttributeSchema> attributes(String... names) {
    return List.of(names).stream().map(name -> new AttributeSchema(name, false)).toList();
  }
}
