package dev.ingot.deploy.configuration;

import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.deploy.source.SourceParser;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.StartRanges;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
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
              new BlockSchema("provider", "type"),
              JoinedBody.ESCAPING));

  private static final BodySchema LIFECYCLE =
      new BodySchema(List.of(new AttributeSchema(Enabled.NAME, false)), List.of());

  /** Gives the value of an argument that isn't constant. */
  @FunctionalInterface
  interface Computed {
    Optional<Value> value(String call, Attribute argument, Diagnostics diagnostics);
  }

  private final Diagnostics diagnostics;
  private final Computed computed;
  private final boolean additions;
  private boolean isComputed;

  /**
   * @param additions whether calls may have what OpenTofu added to the language
   */
  ModuleCallReader(Diagnostics diagnostics, Computed computed, boolean additions) {
    this.diagnostics = diagnostics;
    this.computed = computed;
    this.additions = additions;
  }

  Optional<ModuleCall> read(Block block) {
    String name = block.labels().getFirst();
    Names.check("module instance", name, block.labelRanges().getFirst(), diagnostics);
    Body.PartialContent partial = block.body().partialContent(SCHEMA, diagnostics);
    Map<String, Attribute> attributes = partial.content().attributes();
    Optional<Enabled> enabled = Optional.empty();
    for (Block nested : partial.content().blocks()) {
      Optional<Enabled> given = enabled(nested);
      if (given.isPresent()) {
        enabled = given;
      } else if (!nested.type().equals(JoinedBody.ESCAPING.type())) {
        diagnostics.error(
            "Reserved block type name in module block",
            Phrase.of(
                "The block type name \"%s\" is reserved for use by Ingot in a future version.",
                nested.type()),
            nested.typeRange());
      }
    }
    Attribute count = attributes.get("count");
    Attribute forEach = attributes.get("for_each");
    ResourceReader.refuseBoth(attributes, diagnostics);
    enabled
        .filter(_ -> additions)
        .ifPresent(
            found ->
                found.refuseBeside(
                    attributes,
                    "Only one should be used to be explicit about the number of module instances to"
                        + " be created.",
                    diagnostics));
    Diagnostics problems = new Diagnostics();
    Map<String, Attribute> arguments =
        arguments(
            JoinedBody.escaped(
                partial.remain(),
                partial.content(),
                "module",
                "module input variables",
                diagnostics),
            problems);
    Attribute source = attributes.get("source");
    Attribute version = attributes.get("version");
    Attribute dependsOn = attributes.get("depends_on");
    Attribute providers = attributes.get("providers");
    Optional<String> versions = version == null ? Optional.empty() : version(name, version);
    Optional<ModuleSource> address =
        source == null ? Optional.empty() : source(name, source, version != null);
    Map<String, PassedProvider> passed =
        providers == null ? Map.of() : providers(providers.expression());
    if (address.isEmpty() || source == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ModuleCall(
            name,
            address.get(),
            source.expression().range(),
            versions,
            Optional.ofNullable(count).map(Attribute::expression),
            count != null
                ? Optional.empty()
                : Optional.ofNullable(forEach).map(Attribute::expression),
            enabled,
            dependsOn == null
                ? List.of()
                : StaticTraversals.references(dependsOn.expression(), diagnostics),
            passed,
            arguments,
            problems.list(),
            isComputed,
            block.headerRange(),
            block.body().missingItemRange()));
  }

  /** A {@code lifecycle} block can only say whether there is an instance. */
  private Optional<Enabled> enabled(Block nested) {
    if (!nested.type().equals("lifecycle")) {
      return Optional.empty();
    }
    Diagnostics own = new Diagnostics();
    Map<String, Attribute> attributes = nested.body().content(LIFECYCLE, own).attributes();
    Optional<Enabled> enabled = Enabled.of(nested, attributes);
    if (enabled.isPresent()) {
      diagnostics.addAll(own);
    }
    return enabled;
  }

  private Optional<String> version(String call, Attribute attribute) {
    Diagnostics own = new Diagnostics();
    Constants.versions(attribute, own);
    if (!own.hasErrors()) {
      diagnostics.addAll(own);
      return Constants.text(attribute, new Diagnostics());
    }
    Optional<String> text = computed(call, attribute, own);
    text.ifPresent(found -> Constants.versions(found, attribute.expression().range(), diagnostics));
    return text;
  }

  /** The text of an argument that isn't constant; reports that, if it has to be. */
  private Optional<String> computed(String call, Attribute attribute, Diagnostics refused) {
    Diagnostics own = new Diagnostics();
    Optional<Value> value =
        Constants.isConstant(attribute) ? Optional.empty() : computed.value(call, attribute, own);
    if (value.isEmpty()) {
      diagnostics.addAll(refused);
      return Optional.empty();
    }
    isComputed = true;
    diagnostics.addAll(own);
    Optional<String> text =
        Values.containsMarks(value.get())
            ? Optional.empty()
            : Values.text(Conversion.convert(value.get(), Type.STRING).value());
    if (text.isEmpty() && !own.hasErrors()) {
      diagnostics.error(
          "Unsuitable value type",
          "The " + attribute.name() + " must be a known text that is not sensitive.",
          attribute.expression().range());
    }
    return text;
  }

  private Optional<ModuleSource> source(String call, Attribute attribute, boolean versioned) {
    Diagnostics own = new Diagnostics();
    Optional<String> constant = Constants.text(attribute, own);
    Optional<String> text = constant;
    if (own.hasErrors()) {
      text = computed(call, attribute, own);
    } else {
      diagnostics.addAll(own);
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    SourceParser.Parsed parsed =
        versioned ? SourceParser.parseRegistry(text.get()) : SourceParser.parse(text.get());
    parsed
        .problem()
        .ifPresent(
            why ->
                diagnostics.error(
                    versioned
                        ? "Invalid registry module source address"
                        : "Invalid module source address",
                    why,
                    attribute.expression().range()));
    return parsed.source();
  }

  /** The arguments of a call; it has no blocks of its own. */
  private static Map<String, Attribute> arguments(Body body, Diagnostics problems) {
    Diagnostics own = new Diagnostics();
    Map<String, Attribute> attributes = body.attributes(own);
    if (own.hasErrors()) {
      List<AttributeSchema> names =
          attributes.keySet().stream().map(name -> new AttributeSchema(name, false)).toList();
      body.content(new BodySchema(names, List.of()), problems);
    }
    return attributes;
  }

  /** The provider configurations that are passed, by their names in the called module. */
  Map<String, PassedProvider> providers(Expression expression) {
    Map<String, PassedProvider> passed = new LinkedHashMap<>();
    if (!(expression instanceof Expression.ObjectConstructor object)) {
      diagnostics.error(
          "Invalid expression", "A static map expression is required.", StartRanges.of(expression));
      return passed;
    }
    for (Expression.ObjectConstructor.Item item : object.items()) {
      Expression key =
          item.key() instanceof Expression.ObjectKey(Expression wrapped, var _)
              ? wrapped
              : item.key();
      Optional<ProviderReference> inside = ProviderReference.read(key, "providers", diagnostics);
      Optional<ProviderReference> outside =
          ProviderReference.read(item.value(), "providers", diagnostics);
      if (inside.isPresent() && outside.isPresent()) {
        PassedProvider before =
            passed.putIfAbsent(
                inside.get().text(), new PassedProvider(inside.get(), outside.get()));
        if (before != null) {
          diagnostics.error(
              "Duplicate provider address",
              "A provider configuration was already passed to "
                  + inside.get().text()
                  + " at "
                  + before.inside().range().to(before.outside().range())
                  + ". Each child provider configuration can be assigned only once.",
              outside.get().range());
        }
      }
    }
    return passed;
  }
}
