package dev.ingot.deploy.configuration;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the entries of {@code required_providers}. */
final class RequirementReader {
  private static final String INVALID_OBJECT = "Invalid required_providers object";
  private static final String DEFAULT_HOST = "registry.terraform.io";

  private final Diagnostics diagnostics;

  RequirementReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** One entry: a version constraint alone, or an object; empty after an error. */
  Optional<ProviderRequirement> read(Attribute entry) {
    String localName = entry.name();
    if (entry.expression() instanceof Expression.ObjectConstructor object) {
      return ProviderNames.check(localName, entry.expression().range(), diagnostics)
          ? object(localName, object, entry)
          : Optional.empty();
    }
    Optional<String> problem = ProviderNames.problem(localName);
    if (problem.isPresent()) {
      diagnostics.error("Invalid provider name", problem.get(), entry.expression().range());
      return Optional.empty();
    }
    localName = ProviderNames.normalized(localName);
    Diagnostics own = new Diagnostics();
    Value value = Constants.evaluate(entry.expression(), own);
    Optional<String> version = Values.text(Conversion.convert(value, Type.STRING).value());
    if (own.hasErrors() || version.isEmpty()) {
      diagnostics.error(
          INVALID_OBJECT,
          "required_providers entries must be strings or objects.",
          entry.expression().range());
      return Optional.empty();
    }
    Constants.versions(version.get(), entry.expression().range(), diagnostics);
    return Optional.of(
        new ProviderRequirement(
            localName, implied(localName), version.get(), List.of(), entry.expression().range()));
  }

  private Optional<ProviderRequirement> object(
      String localName, Expression.ObjectConstructor object, Attribute entry) {
    Optional<String> source = Optional.of(implied(localName));
    String version = "";
    List<ProviderReference> aliases = new ArrayList<>();
    for (Expression.ObjectConstructor.Item item : object.items()) {
      Expression key =
          item.key() instanceof Expression.ObjectKey(Expression wrapped, SourceRange _)
              ? wrapped
              : item.key();
      Optional<String> name =
          StaticTraversals.keyword(key).or(() -> StaticTraversals.literalText(key));
      if (name.isEmpty()) {
        Constants.evaluate(key, diagnostics);
        continue;
      }
      switch (name.get()) {
        case "source" -> source = source(item.value());
        case "version" -> version = version(item.value());
        case "configuration_aliases" -> aliases.addAll(aliases(localName, item.value()));
        default ->
            diagnostics.error(
                INVALID_OBJECT,
                "required_providers objects can only contain \"version\", \"source\" and"
                    + " \"configuration_aliases\" attributes. To configure a provider, use a"
                    + " \"provider\" block.",
                key.range());
      }
    }
    String written = version;
    return source.map(
        address ->
            new ProviderRequirement(
                localName, address, written, aliases, entry.expression().range()));
  }

  private List<ProviderReference> aliases(String localName, Expression list) {
    List<ProviderReference> aliases = new ArrayList<>();
    for (Expression element : StaticTraversals.elements(list, diagnostics)) {
      if (StaticTraversals.bareReference(element, diagnostics).isEmpty()) {
        continue;
      }
      Optional<ProviderReference> alias =
          ProviderReference.readBare(element, "configuration_aliases", diagnostics);
      if (alias.isPresent() && !alias.get().localName().equals(localName)) {
        diagnostics.error(
            "Invalid configuration_aliases value",
            "Configuration aliases must be prefixed with the provider name. Expected \""
                + localName
                + "\", but found \""
                + alias.get().localName()
                + "\".",
            list.range());
      } else {
        alias.ifPresent(aliases::add);
      }
    }
    return aliases;
  }

  private String version(Expression expression) {
    Optional<String> text = StaticTraversals.literalText(expression);
    if (text.isEmpty()) {
      Diagnostics own = new Diagnostics();
      Constants.evaluate(expression, own);
      diagnostics.addAll(own);
      if (!own.hasErrors()) {
        diagnostics.error(
            "Invalid version constraint",
            "Version must be specified as a string.",
            expression.range());
      }
      return "";
    }
    return Constants.versions(text.get(), expression.range(), diagnostics).isPresent()
        ? text.get()
        : "";
  }

  private Optional<String> source(Expression expression) {
    Optional<String> text = StaticTraversals.literalText(expression);
    if (text.isPresent()) {
      return address(text.get(), expression.range());
    }
    diagnostics.error(
        "Invalid source", "Source must be specified as a string.", expression.range());
    return Optional.empty();
  }

  private static String implied(String localName) {
    return localName.equals("terraform")
        ? "terraform.io/builtin/terraform"
        : DEFAULT_HOST + "/hashicorp/" + localName;
  }

  /** The full, normalized address of a provider. */
  private Optional<String> address(String source, SourceRange place) {
    List<String> parts = List.of(source.split("/", -1));
    if (parts.size() > 3 || parts.contains("")) {
      diagnostics.error(
          "Invalid provider source string",
          "The \"source\" attribute must be in the format \"[hostname/][namespace/]name\"",
          place);
      return Optional.empty();
    }
    String type = parts.getLast();
    Optional<String> wrongType = ProviderNames.problem(type);
    if (wrongType.isPresent()) {
      diagnostics.error(
          "Invalid provider type",
          "Invalid provider type \""
              + type
              + "\" in source \""
              + source
              + "\": "
              + wrongType.get()
              + "\"",
          place);
      return Optional.empty();
    }
    String namespace = parts.size() > 1 ? parts.get(parts.size() - 2) : "hashicorp";
    Optional<String> wrongNamespace =
        namespace.equals("-") ? Optional.empty() : ProviderNames.problem(namespace);
    if (wrongNamespace.isPresent()) {
      diagnostics.error(
          "Invalid provider namespace",
          "Invalid provider namespace \""
              + namespace
              + "\" in source \""
              + source
              + "\": "
              + wrongNamespace.get(),
          place);
      return Optional.empty();
    }
    String host = parts.size() > 2 ? parts.getFirst() : DEFAULT_HOST;
    String address = ProviderNames.normalized(host + "/" + namespace + "/" + type);
    try {
      ProviderAddress.parse(address);
    } catch (AddressException e) {
      diagnostics.error("Invalid provider source hostname", String.valueOf(e.getMessage()), place);
      return Optional.empty();
    }
    return prefixed(type, source, address, place) ? Optional.empty() : Optional.of(address);
  }

  /** Reports a type with a redundant prefix. */
  private boolean prefixed(String type, String source, String address, SourceRange place) {
    String repository = "terraform-provider-";
    if (type.startsWith(repository)) {
      diagnostics.error(
          "Invalid provider type",
          "Provider source \""
              + source
              + "\" has a type with the prefix \""
              + repository
              + "\", which isn't valid. Although that prefix is often used in the names of version"
              + " control repositories for Terraform providers, provider source strings should not"
              + " include it.\n\nDid you mean \""
              + source.replace(repository, "")
              + "\"?",
          place);
      return true;
    }
    if (type.startsWith("terraform-")) {
      diagnostics.error(
          "Invalid provider type",
          "Provider source \""
              + address
              + "\" has a type with the prefix \"terraform-\", which isn't allowed because it would"
              + " be redundant to name a Terraform provider with that prefix. If you are the author"
              + " of this provider, rename it to not include the prefix.",
          place);
      return true;
    }
    return false;
  }
}
