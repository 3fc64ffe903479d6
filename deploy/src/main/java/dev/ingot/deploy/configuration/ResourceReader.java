package dev.ingot.deploy.configuration;

import dev.ingot.address.ResourceMode;
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
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code resource} and {@code data} blocks. */
final class ResourceReader {
  private static final List<AttributeSchema> META =
      List.of(
          new AttributeSchema("count", false),
          new AttributeSchema("for_each", false),
          new AttributeSchema("provider", false),
          new AttributeSchema("depends_on", false));
  private static final BodySchema MANAGED =
      new BodySchema(
          META,
          List.of(
              new BlockSchema("lifecycle"),
              new BlockSchema("connection"),
              new BlockSchema("provisioner", "type"),
              new BlockSchema("locals")));
  private static final BodySchema DATA =
      new BodySchema(META, List.of(new BlockSchema("lifecycle"), new BlockSchema("locals")));
  private static final BodySchema MANAGED_LIFECYCLE =
      new BodySchema(
          List.of(
              new AttributeSchema("create_before_destroy", false),
              new AttributeSchema("prevent_destroy", false),
              new AttributeSchema("ignore_changes", false),
              new AttributeSchema("replace_triggered_by", false)),
          List.of(new BlockSchema("precondition"), new BlockSchema("postcondition")));

  private final Diagnostics diagnostics;

  ResourceReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  ResourceConfiguration read(Block block, ResourceMode mode, Optional<String> check) {
    boolean managed = mode == ResourceMode.MANAGED;
    String type = block.labels().get(0);
    String name = block.labels().get(1);
    Names.check(
        managed ? "resource type" : "data source", type, block.labelRanges().get(0), diagnostics);
    Names.check(
        managed ? "resource" : "data resource", name, block.labelRanges().get(1), diagnostics);
    Body.PartialContent partial =
        block.body().partialContent(managed ? MANAGED : DATA, diagnostics);
    BodyContent content = partial.content();
    Map<String, Attribute> attributes = content.attributes();
    Attribute count = attributes.get("count");
    Attribute forEach = attributes.get("for_each");
    if (count != null && forEach != null) {
      SourceRange later =
          count.nameRange().start() > forEach.nameRange().start()
              ? count.nameRange()
              : forEach.nameRange();
      diagnostics.error(
          "Invalid combination of \"count\" and \"for_each\"",
          "The \"count\" and \"for_each\" meta-arguments are mutually-exclusive, only one should be"
              + " used to be explicit about the number of resources to be created.",
          later);
    }
    Attribute provider = attributes.get("provider");
    Attribute dependsOn = attributes.get("depends_on");
    Map<String, SourceRange> seen = new HashMap<>();
    Lifecycle lifecycle = Lifecycle.NONE;
    Optional<Body> connection = Optional.empty();
    List<Block> provisioners = new ArrayList<>();
    for (Block nested : content.blocks()) {
      switch (nested.type()) {
        case "lifecycle" -> {
          if (single(nested, seen)) {
            lifecycle = managed ? managedLifecycle(nested) : dataLifecycle(nested);
          }
        }
        case "connection" -> {
          if (single(nested, seen)) {
            connection = Optional.of(nested.body());
          }
        }
        case "provisioner" -> provisioners.add(nested);
        default ->
            diagnostics.error(
                "Reserved block type name in " + (managed ? "resource" : "data") + " block",
                "The block type name \"" + nested.type() + "\" is reserved and has no meaning yet.",
                nested.typeRange());
      }
    }
    return new ResourceConfiguration(
        mode,
        type,
        name,
        Optional.ofNullable(count).map(Attribute::expression),
        count != null ? Optional.empty() : Optional.ofNullable(forEach).map(Attribute::expression),
        provider == null ? Optional.empty() : provider(provider.expression(), diagnostics),
        dependsOn == null
            ? List.of()
            : StaticTraversals.references(dependsOn.expression(), diagnostics),
        lifecycle,
        new ProvisionerReader(diagnostics).read(provisioners, connection),
        partial.remain(),
        check,
        block.headerRange(),
        block.labelRanges().get(0));
  }

  /** Reads the name of a provider configuration. */
  static Optional<ProviderReference> provider(Expression expression, Diagnostics diagnostics) {
    Optional<Traversal> found = StaticTraversals.reference(expression, diagnostics);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Traversal traversal = found.get();
    if (traversal.steps().isEmpty()) {
      return Optional.of(
          new ProviderReference(traversal.root(), "", traversal.rootRange(), expression.range()));
    }
    if (traversal.steps().size() == 1
        && traversal.steps().getFirst() instanceof Traversal.Attribute(String alias, var _)) {
      return Optional.of(
          new ProviderReference(
              traversal.root(), alias, traversal.rootRange(), expression.range()));
    }
    diagnostics.error(
        "Invalid provider configuration reference",
        "A provider configuration is named by its local name, or by its local name and its alias"
            + " as in \"aws.west\".",
        expression.range());
    return Optional.empty();
  }

  private boolean single(Block block, Map<String, SourceRange> seen) {
    SourceRange first = seen.putIfAbsent(block.type(), block.headerRange());
    if (first == null) {
      return true;
    }
    diagnostics.error(
        "Duplicate " + block.type() + " block",
        "This resource already has a " + block.type() + " block at " + first + ".",
        block.headerRange());
    return false;
  }

  private Lifecycle dataLifecycle(Block block) {
    // The same schema, so that a name meant for managed resources gets its own explanation.
    BodyContent content = block.body().content(MANAGED_LIFECYCLE, diagnostics);
    for (Attribute attribute : content.attributes().values()) {
      diagnostics.error(
          "Invalid data resource lifecycle argument",
          "The lifecycle argument \""
              + attribute.name()
              + "\" is defined only for managed resources (\"resource\" blocks), and is not valid"
              + " for data resources.",
          attribute.nameRange());
    }
    ConditionReader conditions = new ConditionReader(diagnostics);
    return new Lifecycle(
        Optional.empty(),
        false,
        false,
        List.of(),
        List.of(),
        conditions.read(content.blocks("precondition"), "precondition"),
        conditions.read(content.blocks("postcondition"), "postcondition"));
  }

  private Lifecycle managedLifecycle(Block block) {
    BodyContent content = block.body().content(MANAGED_LIFECYCLE, diagnostics);
    Map<String, Attribute> attributes = content.attributes();
    Attribute createBeforeDestroy = attributes.get("create_before_destroy");
    Attribute preventDestroy = attributes.get("prevent_destroy");
    Attribute ignoreChanges = attributes.get("ignore_changes");
    Attribute replaceTriggeredBy = attributes.get("replace_triggered_by");
    boolean ignoreAll = false;
    List<Traversal> ignored = List.of();
    if (ignoreChanges != null) {
      if (StaticTraversals.keyword(ignoreChanges.expression()).orElse("").equals("all")) {
        ignoreAll = true;
      } else {
        ignored = StaticTraversals.references(ignoreChanges.expression(), diagnostics);
      }
    }
    ConditionReader conditions = new ConditionReader(diagnostics);
    return new Lifecycle(
        createBeforeDestroy == null
            ? Optional.empty()
            : Constants.truth(createBeforeDestroy, diagnostics),
        preventDestroy != null && Constants.truth(preventDestroy, diagnostics).orElse(false),
        ignoreAll,
        ignored,
        replaceTriggeredBy == null
            ? List.of()
            : new ReplaceTriggerReader(diagnostics).read(replaceTriggeredBy.expression()),
        conditions.read(content.blocks("precondition"), "precondition"),
        conditions.read(content.blocks("postcondition"), "postcondition"));
  }
}
