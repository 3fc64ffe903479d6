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
  private static final AttributeSchema IDENTITY = new AttributeSchema("identity", false);
  private static final BodySchema BY_IDENTITY =
      new BodySchema(
          List.of(
              new AttributeSchema("to", true),
              new AttributeSchema("id", false),
              IDENTITY,
              new AttributeSchema("for_each", false),
              new AttributeSchema("provider", false)),
          List.of());
  private static final BodySchema CHECK =
      new BodySchema(
          List.of(), List.of(new BlockSchema("data", "type", "name"), new BlockSchema("assert")));

  private static final String INVALID_PROVISIONER = "Invalid provisioner block";

  private final Diagnostics diagnostics;

  StatementReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<MovedBlock> moved(Block block) {
    Map<String, Attribute> attributes = block.body().content(MOVED, diagnostics).attributes();
    Optional<Traversal> from = reference(attributes.get("from"));
    Optional<Traversal> to = reference(attributes.get("to"));
    Optional<StatementAddress> source =
        from.flatMap(found -> StatementAddress.moved(found, diagnostics));
    Optional<StatementAddress> target =
        to.flatMap(found -> StatementAddress.moved(found, diagnostics));
    if (source.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    if (source.get().kind() != target.get().kind()) {
      diagnostics.error(
          "Invalid \"moved\" addresses",
          "The \"from\" and \"to\" addresses must either both refer to resources or both refer to"
              + " modules.",
          block.headerRange());
      return Optional.empty();
    }
    return Optional.of(new MovedBlock(from.orElseThrow(), to.orElseThrow(), block.headerRange()));
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
    Optional<StatementAddress> address =
        from.flatMap(found -> StatementAddress.removed(found, diagnostics));
    List<Block> connections = content.blocks("connection");
    for (int i = 1; i < connections.size(); i++) {
      diagnostics.error(
          "Duplicate connection block",
          "This \"removed\" block already has a connection block at "
              + connections.getFirst().headerRange()
              + ".",
          connections.get(i).headerRange());
    }
    List<Provisioner> provisioners =
        new ProvisionerReader(diagnostics)
            .read(content.blocks("provisioner"), connections.stream().findFirst().map(Block::body));
    provisioners.forEach(provisioner -> checkRemoved(provisioner, address));
    boolean destroys = destroy;
    return address
        .flatMap(found -> from)
        .map(reference -> new RemovedBlock(reference, destroys, provisioners, block.headerRange()));
  }

  /** A provisioner of a removed block runs before a resource is destroyed. */
  private void checkRemoved(Provisioner provisioner, Optional<StatementAddress> address) {
    if (address.isPresent() && address.get().kind() == StatementAddress.Kind.MODULE) {
      diagnostics.error(
          INVALID_PROVISIONER,
          "Provisioners are valid only when a removed block targets a managed resource.",
          provisioner.declaration());
    } else if (provisioner.when() != Provisioner.When.DESTROY) {
      diagnostics.error(
          INVALID_PROVISIONER,
          "Only destroy-time provisioners are valid in \"removed\" blocks. To declare a"
              + " destroy-time provisioner, use:\n    when = destroy",
          provisioner.declaration());
    }
  }

  Optional<ImportBlock> imported(Block block) {
    boolean byIdentity =
        block
            .body()
            .partialContent(new BodySchema(List.of(IDENTITY), List.of()), new Diagnostics())
            .content()
            .attributes()
            .containsKey(IDENTITY.name());
    Map<String, Attribute> attributes =
        block.body().content(byIdentity ? BY_IDENTITY : IMPORT, diagnostics).attributes();
    Attribute to = attributes.get("to");
    Attribute id = attributes.get(byIdentity ? IDENTITY.name() : "id");
    Attribute other = byIdentity ? attributes.get("id") : null;
    if (other != null) {
      diagnostics.error(
          "Conflicting import arguments",
          "Only one of 'id' or 'identity' can be specified in an import block. 'id' identifies the"
              + " resource instance by its ID, while 'identity' identifies the resource instance by"
              + " its Resource Identity. Choose one method to identify the resource instance to"
              + " import.",
          other.range());
    }
    Attribute forEach = attributes.get("for_each");
    Attribute provider = attributes.get("provider");
    if (to == null || id == null) {
      return Optional.empty();
    }
    Optional<ImportTarget> target = ImportTarget.parse(to, forEach != null, diagnostics);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImportBlock(
            target.get(),
            id.expression(),
            byIdentity,
            Optional.ofNullable(forEach).map(Attribute::expression),
            provider == null
                ? Optional.empty()
                : ProviderReference.read(provider.expression(), "provider", diagnostics),
            Optional.ofNullable(provider).map(Attribute::range),
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
        : StaticTraversals.bareReference(attribute.expression(), diagnostics);
  }
}
