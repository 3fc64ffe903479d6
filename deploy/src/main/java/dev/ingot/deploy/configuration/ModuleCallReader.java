package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code module} blocks. */
final class ModuleCallReader {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("source", true),
              new AttributeSchema("version", false),
              new AttributeSchema("count", false),
              new AttributeSchema("for_each", false),
              new AttributeSchema("depends_on", false),
              new AttributeSchema("providers", false)),
          List.of(
              new BlockSchema("lifecycle"),
              new BlockSchema("locals"),
              new BlockSchema("provider", "type")));

  private final Diagnostics diagnostics;

  ModuleCallReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<ModuleCall> read(Block block) {
    String name = block.labels().getFirst();
    Names.check("module instance", name, block.labelRanges().getFirst(), diagnostics);
    Body.PartialContent partial = block.body().partialContent(SCHEMA, diagnostics);
    Map<String, Attribute> attributes = partial.content().attributes();
    for (Block nested : partial.content().blocks()) {
      diagnostics.error(
          "Reserved block type name in module block",
          "The block type name \"" + nested.type() + "\" is reserved and has no meaning yet.",
          nested.typeRange());
    }
    Attribute count = attributes.get("count");
    Attribute forEach = attributes.get("for_each");
    if (count != null && forEach != null) {
      diagnostics.error(
          "Invalid combination of \"count\" and \"for_each\"",
          "The \"count\" and \"for_each\" meta-arguments are mutually-exclusive, only one should be"
              + " used to be explicit about the number of resources to be created.",
          forEach.nameRange());
    }
    Map<String, Attribute> arguments = partial.remain().attributes(diagnostics);
    Attribute source = attributes.get("source");
    Attribute version = attributes.get("version");
    Attribute dependsOn = attributes.get("depends_on");
    Attribute providers = attributes.get("providers");
    Optional<String> address =
        source == null ? Optional.empty() : Constants.text(source, diagnostics);
    if (address.isEmpty() || source == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ModuleCall(
            name,
            address.get(),
            source.expression().range(),
            version == null ? Optional.empty() : Constants.text(version, diagnostics),
            Optional.ofNullable(count).map(Attribute::expression),
            count != null
                ? Optional.empty()
                : Optional.ofNullable(forEach).map(Attribute::expression),
            dependsOn == null
                ? List.of()
                : StaticTraversals.references(dependsOn.expression(), diagnostics),
            providers == null ? Map.of() : providers(providers.expression()),
            arguments,
            block.headerRange(),
            block.body().missingItemRange()));
  }

  private Map<String, PassedProvider> providers(Expression expression) {
    Map<String, PassedProvider> passed = new LinkedHashMap<>();
    if (!(expression instanceof Expression.ObjectConstructor object)) {
      diagnostics.error(
          "Invalid expression", "A static map expression is required.", expression.range());
      return passed;
    }
    for (Expression.ObjectConstructor.Item item : object.items()) {
      Expression key =
          item.key() instanceof Expression.ObjectKey(Expression wrapped, var _)
              ? wrapped
              : item.key();
      Optional<ProviderReference> inside = ResourceReader.provider(key, diagnostics);
      Optional<ProviderReference> outside = ResourceReader.provider(item.value(), diagnostics);
      if (inside.isPresent() && outside.isPresent()) {
        passed.put(inside.get().text(), new PassedProvider(inside.get(), outside.get()));
      }
    }
    return passed;
  }
}
