package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code provider} blocks. */
final class ProviderBlockReader {
  private static final List<String> RESERVED = List.of("count", "depends_on", "source");

  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("alias", false),
              new AttributeSchema("version", false),
              new AttributeSchema("count", false),
              new AttributeSchema("depends_on", false),
              new AttributeSchema("for_each", false),
              new AttributeSchema("source", false)),
          List.of(new BlockSchema("lifecycle"), new BlockSchema("locals"), JoinedBody.ESCAPING));

  private final Diagnostics diagnostics;

  ProviderBlockReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Reads a block; empty if its label is not a valid provider name. */
  Optional<ProviderConfiguration> read(Block block) {
    String name = block.labels().getFirst();
    if (!ProviderNames.check(name, block.headerRange(), diagnostics)) {
      return Optional.empty();
    }
    Body.PartialContent partial = block.body().partialContent(SCHEMA, diagnostics);
    Map<String, Attribute> attributes = partial.content().attributes();
    Attribute alias = attributes.get("alias");
    String aliasName = alias == null ? "" : alias(alias);
    Attribute forEach = attributes.get("for_each");
    if (forEach != null && aliasName.isEmpty()) {
      diagnostics.error(
          "Alias required when using \"for_each\"",
          "The for_each argument is allowed only for provider configurations with an alias.",
          forEach.expression().range());
    }
    Attribute version = attributes.get("version");
    if (version != null) {
      diagnostics.add(
          Diagnostic.warning(
              "Version constraints inside provider configuration blocks are deprecated",
              Phrase.of(
                  "Terraform 0.13 and earlier allowed provider version constraints inside the"
                      + " provider configuration block, but that is now deprecated and will be"
                      + " removed in a future version of Ingot. To silence this warning, move the"
                      + " provider version constraint into the required_providers block."),
              version.expression().range()));
      Constants.versions(version, diagnostics);
    }
    for (String reserved : RESERVED) {
      Attribute attribute = attributes.get(reserved);
      if (attribute != null) {
        diagnostics.error(
            "Reserved argument name in provider block",
            Phrase.of(
                "The provider argument name \"%s\" is reserved for use by Ingot in a future"
                    + " version.",
                reserved),
            attribute.nameRange());
      }
    }
    for (Block nested : partial.content().blocks()) {
      if (!nested.type().equals(JoinedBody.ESCAPING.type())) {
        diagnostics.error(
            "Reserved block type name in provider block",
            Phrase.of(
                "The block type name \"%s\" is reserved for use by Ingot in a future version.",
                nested.type()),
            nested.typeRange());
      }
    }
    return Optional.of(
        new ProviderConfiguration(
            name,
            aliasName,
            Optional.ofNullable(forEach).map(Attribute::expression),
            JoinedBody.escaped(
                partial.remain(), partial.content(), "provider", "provider-specific", diagnostics),
            block.headerRange()));
  }

  private String alias(Attribute attribute) {
    String alias = Constants.text(attribute, diagnostics).orElse("");
    if (!Names.valid(alias)) {
      String summary = "Invalid provider configuration alias";
      String detail = "An alias must be a valid name. " + Names.RULE;
      // Terraform doesn't say where.
      diagnostics.add(
          Diagnostic.error(summary, detail, attribute.expression().range())
              .phrased(
                  new Diagnostic.Phrasing(Phrase.quoted(summary), Phrase.quoted(detail), false)));
    }
    return alias;
  }
}
