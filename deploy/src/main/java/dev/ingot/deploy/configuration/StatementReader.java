package dev.ingot.deploy.configuration;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code moved}, {@code removed}, {@code import} and {@code check} blocks. */
final class StatementReader {
  private static final BodySchema MOVED =
      new BodySchema(
          List.of(new AttributeSchema("from", true), new AttributeSchema("to", true)), List.of());
  private static final BodySchema REMOVED =
      new BodySchema(
          List.of(new AttributeSchema("from", true)),
          List.of(
              new BlockSchema("lifecycle"),
              new BlockSchema("connection"),
              new BlockSchema("provisioner", "type")));
  private static final BodySchema REMOVED_LIFECYCLE =
      new BodySchema(List.of(new AttributeSchema("destroy", false)), List.of());
  private static final BodySchema IMPORT =
      new BodySchema(
          List.of(
              new AttributeSchema("to", true),
              new AttributeSchema("id", true),
              new AttributeSchema("for_each", false),
              new AttributeSchema("provider", false)),
          List.of());
  private static final BodySchema CHECK =
      new BodySchema(
          List.of(), List.of(new BlockSchema("data", "type", "name"), new BlockSchema("assert")));

  private final Diagnostics diagnostics;

  StatementReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<MovedBlock> moved(Block block) {
    Map<String, Attribute> attributes = block.body().content(MOVED, diagnostics).attributes();
    Optional<Traversal> from = reference(attributes.get("from"));
    Optional<Traversal> to = reference(attributes.get("to"));
    return from.isPresent() && to.isPresent()
        ? Optional.of(new MovedBlock(from.get(), to.get(), block.headerRange()))
        : Optional.empty();
  }

  Optional<RemovedBlock> removed(Block block) {
    BodyContent content = block.body().content(REMOVED, diagnostics);
    Optional<Traversal> from = reference(content.attributes().get("from"));
    boolean destroy = true;
    for (Block lifecycle : content.blocks("lifecycle")) {
      Attribute attribute =
          lifecycle.body().content(REMOVED_LIFECYCLE, diagnostics).attributes().get("destroy");
      if (attribute != null) {
        destroy = Constants.truth(attribute, diagnostics).orElse(true);
      }
    }
    List<Provisioner> provisioners =
        new ProvisionerReader(diagnostics).read(content.blocks("provisioner"), Optional.empty());
    boolean destroys = destroy;
    return from.map(
        reference -> new RemovedBlock(reference, destroys, provisioners, block.headerRange()));
  }

  Optional<ImportBlock> imported(Block block) {
    Map<String, Attribute> attributes = block.body().content(IMPORT, diagnostics).attributes();
    Attribute to = attributes.get("to");
    Attribute id = attributes.get("id");
    Attribute forEach = attributes.get("for_each");
    Attribute provider = attributes.get("provider");
    if (to == null || id == null) {
      return Optional.empty();
    }
    Optional<ImportTarget> target =
        ImportTarget.parse(to.expression(), forEach != null, diagnostics);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImportBlock(
            target.get(),
            id.expression(),
            Optional.ofNullable(forEach).map(Attribute::expression),
            provider == null
                ? Optional.empty()
                : ProviderReference.read(provider.expression(), "provider", diagnostics),
            block.headerRange()));
  }

  CheckBlock check(Block block) {
    String name = block.labels().getFirst();
    Names.check("check block", name, block.labelRanges().getFirst(), diagnostics);
    BodyContent content = block.body().content(CHECK, diagnostics);
    List<Block> data = content.blocks("data");
    for (int i = 1; i < data.size(); i++) {
      SourceRange first = data.getFirst().headerRange();
      diagnostics.error(
          "Multiple data resource blocks",
          "This check block already has a data resource defined at " + first + ".",
          data.get(i).headerRange());
    }
    List<Condition> assertions =
        new ConditionReader(diagnostics).read(content.blocks("assert"), "assert");
    if (assertions.isEmpty()) {
      diagnostics.error(
          "Zero assert blocks",
          "Check blocks must have at least one assert block.",
          block.headerRange());
    }
    return new CheckBlock(
        name,
        data.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ResourceReader(diagnostics)
                    .read(data.getFirst(), ResourceMode.DATA, Optional.of(name))),
        assertions,
        block.headerRange());
  }

  private Optional<Traversal> reference(@org.jspecify.annotations.Nullable Attribute attribute) {
    return attribute == null
        ? Optional.empty()
        : StaticTraversals.reference(attribute.expression(), diagnostics);
  }
}
