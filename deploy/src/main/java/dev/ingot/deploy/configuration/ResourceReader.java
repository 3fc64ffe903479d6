package dev.ingot.deploy.configuration;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code resource}, {@code data} and {@code ephemeral} blocks. */
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
              new BlockSchema("locals"),
              JoinedBody.ESCAPING));
  private static final BodySchema DATA =
      new BodySchema(
          META,
          List.of(new BlockSchema("lifecycle"), new BlockSchema("locals"), JoinedBody.ESCAPING));
  private final Diagnostics diagnostics;
  private final boolean additions;

  ResourceReader(Diagnostics diagnostics) {
    this(diagnostics, true);
  }

  /**
   * @param additions whether resources may have what OpenTofu added to the language
   */
  ResourceReader(Diagnostics diagnostics, boolean additions) {
    this.diagnostics = diagnostics;
    this.additions = additions;
  }

  /** Reports {@code count} beside {@code for_each}, in resources and module calls. */
  static void refuseBoth(Map<String, Attribute> attributes, Diagnostics diagnostics) {
    Attribute forEach = attributes.get("for_each");
    if (attributes.containsKey("count") && forEach != null) {
      diagnostics.error(
          "Invalid combination of \"count\" and \"for_each\"",
          "The \"count\" and \"for_each\" meta-arguments are mutually-exclusive, only one should be"
              + " used to be explicit about the number of resources to be created.",
          forEach.nameRange());
    }
  }

  ResourceConfiguration read(Block block, ResourceMode mode, Optional<String> check) {
    boolean managed = mode == ResourceMode.MANAGED;
    String type = block.labels().get(0);
    String name = block.labels().get(1);
    if (mode == ResourceMode.EPHEMERAL && !Names.valid(type)) {
      diagnostics.error("Invalid ephemeral resource type", Names.RULE, block.labelRanges().get(0));
    } else {
      Names.check(
          managed ? "resource type" : "data source", type, block.labelRanges().get(0), diagnostics);
    }
    Names.check(title(mode), name, block.labelRanges().get(1), diagnostics);
    Body.PartialContent partial =
        block.body().partialContent(managed ? MANAGED : DATA, diagnostics);
    BodyContent content = partial.content();
    Map<String, Attribute> attributes = content.attributes();
    Attribute count = attributes.get("count");
    Attribute forEach = attributes.get("for_each");
    refuseBoth(attributes, diagnostics);
    if (check.isPresent()) {
      refuseInCheck(content);
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
            lifecycle =
                new LifecycleReader(diagnostics)
                    .read(nested, mode, ConfigResource.localText(mode, type, name));
          }
        }
        case "connection" -> {
          if (single(nested, seen)) {
            connection = Optional.of(nested.body());
          }
        }
        case "provisioner" -> provisioners.add(nested);
        case "_" -> {
          // Its arguments join those of the type below.
        }
        default ->
            diagnostics.error(
                "Reserved block type name in " + word(mode) + " block",
                Phrase.of(
                    "The block type name \"%s\" is reserved for use by Ingot in a future version.",
                    nested.type()),
                nested.typeRange());
      }
    }
    lifecycle
        .enabled()
        .filter(_ -> additions)
        .ifPresent(
            enabled ->
                enabled.refuseBeside(
                    attributes,
                    "Only one may be used to be explicit about the number of resources to be"
                        + " created.",
                    diagnostics));
    return new ResourceConfiguration(
        mode,
        type,
        name,
        Optional.ofNullable(count).map(Attribute::expression),
        count != null ? Optional.empty() : Optional.ofNullable(forEach).map(Attribute::expression),
        provider == null
            ? Optional.empty()
            : ProviderReference.read(provider.expression(), "provider", diagnostics),
        dependsOn == null
            ? List.of()
            : StaticTraversals.references(dependsOn.expression(), diagnostics),
        lifecycle,
        new ProvisionerReader(diagnostics).read(provisioners, connection),
        JoinedBody.escaped(
            partial.remain(), content, "resource", "resource-type-specific", diagnostics),
        check,
        block.headerRange(),
        block.labelRanges().get(0));
  }

  /** Reports what a data block within a check can't have, since the check determines it. */
  private void refuseInCheck(BodyContent content) {
    for (String name : List.of("count", "for_each")) {
      Attribute attribute = content.attributes().get(name);
      if (attribute != null) {
        diagnostics.error(
            "Invalid \"" + name + "\" attribute",
            "The \"count\" and \"for_each\" meta-arguments are not supported within nested data"
                + " blocks.",
            attribute.nameRange());
      }
    }
    for (Block lifecycle : content.blocks("lifecycle")) {
      diagnostics.error(
          "Invalid lifecycle block",
          "Nested data blocks do not support \"lifecycle\" blocks as the lifecycle is managed by"
              + " the containing block.",
          lifecycle.headerRange());
    }
  }

  private static String word(ResourceMode mode) {
    return switch (mode) {
      case MANAGED -> "resource";
      case DATA -> "data";
      case EPHEMERAL -> "ephemeral";
    };
  }

  private static String title(ResourceMode mode) {
    return mode == ResourceMode.MANAGED ? "resource" : word(mode) + " resource";
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
}
