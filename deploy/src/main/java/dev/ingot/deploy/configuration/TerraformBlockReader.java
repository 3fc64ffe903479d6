package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.state.backend.BackendBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code terraform} blocks. */
final class TerraformBlockReader {
  /** The version of the language this is; {@code required_version} is compared with it. */
  static final String LANGUAGE_VERSION = LanguageVersion.TERRAFORM;

  private static final Version READ = Version.parse(LANGUAGE_VERSION).orElseThrow();

  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("required_version", false),
              new AttributeSchema("experiments", false),
              new AttributeSchema("language", false)),
          List.of(
              new BlockSchema("backend", "type"),
              new BlockSchema("cloud"),
              new BlockSchema("required_providers"),
              new BlockSchema("provider_meta", "provider")));

  private final Diagnostics diagnostics;
  private final String moduleText;
  private final Map<String, ProviderRequirement> requirements = new LinkedHashMap<>();
  private Optional<SourceRange> requirementsRange = Optional.empty();
  private Optional<BackendBlock> backend = Optional.empty();
  private final List<Attribute> versions = new ArrayList<>();

  /**
   * @param moduleText how messages name the module; empty for the root module
   */
  TerraformBlockReader(Diagnostics diagnostics, String moduleText) {
    this.diagnostics = diagnostics;
    this.moduleText = moduleText;
  }

  Map<String, ProviderRequirement> requirements() {
    return requirements;
  }

  Optional<BackendBlock> backend() {
    return backend;
  }

  void read(Block block) {
    read(block, false);
  }

  /** Reads a block of an override file. */
  void override(Block block) {
    read(block, true);
  }

  private void read(Block block, boolean override) {
    BodyContent content = block.body().content(SCHEMA, diagnostics);
    Attribute version = content.attributes().get("required_version");
    if (version != null) {
      if (override) {
        versions.clear();
      }
      versions.add(version);
    }
    for (Block nested : content.blocks()) {
      switch (nested.type()) {
        case "backend" -> backend(nested, override);
        case "required_providers" -> {
          if (!override && requirementsRange.isPresent()) {
            diagnostics.error(
                "Duplicate required providers configuration",
                "A module may have only one required providers configuration. The required"
                    + " providers were previously configured at "
                    + requirementsRange.get()
                    + ".",
                nested.headerRange());
          } else {
            requirementsRange = Optional.of(nested.headerRange());
            nested.body().attributes(diagnostics).values().forEach(this::requirement);
          }
        }
        case "cloud" ->
            diagnostics.error(
                "Unsupported block",
                "A \"cloud\" block connects to a hosted service, which is not supported. Remove it,"
                    + " or use a \"backend\" block.",
                nested.headerRange());
        default -> {
          // What provider_meta says is for the provider's maker only.
        }
      }
    }
  }

  /** Compares {@code required_version}. */
  void checkVersions() {
    for (Attribute attribute : versions) {
      Optional<String> text = Constants.text(attribute, diagnostics);
      if (text.isEmpty()) {
        continue;
      }
      Optional<VersionConstraints> constraints = VersionConstraints.parse(text.get());
      if (constraints.isEmpty()) {
        invalidConstraint(attribute.expression().range());
      } else if (!constraints.get().allow(READ)) {
        diagnostics.error(
            "Unsupported Terraform Core version",
            (moduleText.isEmpty() ? "This configuration" : "Module " + moduleText)
                + " does not support Terraform version "
                + LANGUAGE_VERSION
                + ". To proceed, either choose another supported Terraform version or update this"
                + " version constraint. Version constraints are normally set for good reason, so"
                + " updating the constraint may lead to other errors or unexpected behavior.",
            attribute.range());
      }
    }
  }

  private void backend(Block block, boolean override) {
    if (!override && backend.isPresent()) {
      diagnostics.error(
          "Duplicate 'backend' configuration block",
          "A module may have only one 'backend' configuration. One was previously configured at "
              + backend.get().declaration()
              + ".",
          block.headerRange());
      return;
    }
    backend =
        Optional.of(new BackendBlock(block.labels().getFirst(), block.body(), block.headerRange()));
  }

  private void invalidConstraint(SourceRange range) {
    diagnostics.error(
        "Invalid version constraint",
        "This string does not use correct version constraint syntax.",
        range);
  }

  private void requirement(Attribute attribute) {
    Names.check("provider", attribute.name(), attribute.nameRange(), diagnostics);
    String localName = attribute.name();
    Optional<String> source = Optional.empty();
    String version = "";
    List<ProviderReference> aliases = new ArrayList<>();
    if (attribute.expression() instanceof Expression.ObjectConstructor object) {
      for (Expression.ObjectConstructor.Item item : object.items()) {
        Expression key =
            item.key() instanceof Expression.ObjectKey(Expression wrapped, var _)
                ? wrapped
                : item.key();
        String name =
            StaticTraversals.keyword(key).or(() -> StaticTraversals.literalText(key)).orElse("");
        switch (name) {
          case "source" -> source = text(item.value(), "source");
          case "version" -> version = version(item.value());
          case "configuration_aliases" -> {
            for (Expression alias : StaticTraversals.elements(item.value(), diagnostics)) {
              ResourceReader.provider(alias, diagnostics).ifPresent(aliases::add);
            }
          }
          default ->
              diagnostics.error(
                  "Invalid required_providers object",
                  "required_providers objects can only contain \"version\", \"source\" and"
                      + " \"configuration_aliases\" attributes. To configure a provider, use a"
                      + " \"provider\" block.",
                  key.range());
        }
      }
    } else {
      version = version(attribute.expression());
    }
    String written =
        source.orElse(
            localName.equals("terraform") && source.isEmpty()
                ? "terraform.io/builtin/terraform"
                : "hashicorp/" + localName);
    Optional<String> full = fullAddress(written);
    if (full.isEmpty()) {
      diagnostics.error(
          "Invalid provider source string",
          "The \"source\" attribute must be in the format \"[hostname/][namespace/]name\".",
          attribute.expression().range());
      return;
    }
    requirements.put(
        localName,
        new ProviderRequirement(localName, full.get(), version, aliases, attribute.range()));
  }

  private String version(Expression expression) {
    Optional<String> text = text(expression, "version");
    if (text.isPresent() && VersionConstraints.parse(text.get()).isEmpty()) {
      invalidConstraint(expression.range());
      return "";
    }
    return text.orElse("");
  }

  private Optional<String> text(Expression expression, String what) {
    Optional<String> text = StaticTraversals.literalText(expression);
    if (text.isEmpty() && !(expression instanceof Expression.Invalid)) {
      diagnostics.error(
          "Invalid " + what,
          "The " + what + " of a provider must be written out as a string.",
          expression.range());
    }
    return text;
  }

  private static Optional<String> fullAddress(String source) {
    String[] parts = source.split("/", -1);
    for (String part : parts) {
      if (part.isEmpty()) {
        return Optional.empty();
      }
    }
    return switch (parts.length) {
      case 1 -> Optional.of("registry.terraform.io/hashicorp/" + parts[0]);
      case 2 -> Optional.of("registry.terraform.io/" + source);
      case 3 -> Optional.of(source);
      default -> Optional.empty();
    };
  }
}
