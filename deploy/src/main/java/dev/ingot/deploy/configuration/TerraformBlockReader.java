package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.state.backend.BackendBlock;
import dev.ingot.state.encryption.EncryptionBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code terraform} blocks. */
final class TerraformBlockReader {
  /** The language version, which {@code required_version} is compared with. */
  static final String LANGUAGE_VERSION = LanguageVersion.TERRAFORM;

  private static final Version READ = Version.parse(LANGUAGE_VERSION).orElseThrow();

  private static final Version OPEN_TOFU = Version.parse(LanguageVersion.OPEN_TOFU).orElseThrow();

  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("required_version", false),
              new AttributeSchema("experiments", false),
              new AttributeSchema("language", false)),
          List.of(
              new BlockSchema("backend", "type"),
              new BlockSchema("cloud"),
              new BlockSchema("encryption"),
              new BlockSchema("required_providers"),
              new BlockSchema("provider_meta", "provider")));

  private final Diagnostics diagnostics;
  private final String moduleText;
  private final Map<String, ProviderRequirement> requirements = new LinkedHashMap<>();
  private final Map<String, MetadataBlock> metadata = new LinkedHashMap<>();
  private Optional<SourceRange> requirementsRange = Optional.empty();
  private Optional<BackendBlock> backend = Optional.empty();
  private Optional<SourceRange> cloud = Optional.empty();
  private Optional<SourceRange> overridingCloud = Optional.empty();
  private Optional<EncryptionBlock> encryption = Optional.empty();
  private final Map<Attribute, VersionConstraints> versions = new LinkedHashMap<>();

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

  Map<String, MetadataBlock> metadata() {
    return metadata;
  }

  Optional<BackendBlock> backend() {
    return backend;
  }

  Optional<EncryptionBlock> encryption() {
    return encryption;
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
      version(version);
    }
    Attribute language = content.attributes().get("language");
    if (language != null) {
      language(language);
    }
    Attribute experiments = content.attributes().get("experiments");
    if (experiments != null) {
      diagnostics.error(
          "Module uses experimental features",
          Phrase.of(
              "Experimental features are intended only for gathering early feedback on new language"
                  + " designs, and so are available only in alpha releases of Ingot."),
          experiments.nameRange());
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
            RequirementReader reader = new RequirementReader(diagnostics);
            for (Attribute entry : nested.body().attributes(diagnostics).values()) {
              reader.read(entry).ifPresent(found -> requirements.put(found.localName(), found));
            }
          }
        }
        case "cloud" -> cloud(nested, override);
        case "encryption" -> encryption(nested, override);
        default -> meta(nested);
      }
    }
  }

  private void language(Attribute attribute) {
    String edition = StaticTraversals.keyword(attribute.expression()).orElse("");
    if (edition.isEmpty()) {
      diagnostics.error(
          "Invalid language edition",
          "The language argument expects a bare language edition keyword. The only supported"
              + " language edition is TF2021, which is the default.",
          attribute.expression().range());
    } else if (!edition.equals("TF2021")) {
      diagnostics.error(
          "Unsupported language edition",
          "The only supported language edition is TF2021.",
          attribute.expression().range());
    }
  }

  /** The contents of the block concern only the provider. */
  private void meta(Block block) {
    String provider = block.labels().getFirst();
    if (!ProviderNames.check(provider, block.headerRange(), diagnostics)) {
      return;
    }
    MetadataBlock first =
        metadata.putIfAbsent(
            provider, new MetadataBlock(provider, block.body(), block.headerRange()));
    if (first != null) {
      diagnostics.error(
          "Duplicate provider_meta block",
          "A provider_meta block for provider \""
              + provider
              + "\" was already declared at "
              + first.declaration()
              + ". Providers may only have one provider_meta block per module.",
          block.headerRange());
    }
    for (Attribute attribute : block.body().attributes(diagnostics).values()) {
      Constants.evaluate(attribute.expression(), diagnostics);
    }
  }

  /** Reads {@code required_version}. */
  private void version(Attribute attribute) {
    Optional<VersionConstraints> constraints = Constants.versions(attribute, diagnostics);
    if (constraints.isEmpty()) {
      return;
    }
    if (constraints.get().parts().stream().anyMatch(part -> part.version().isPrerelease())) {
      diagnostics.error(
          "Invalid required_version constraint",
          Phrase.of(
              "Prerelease version constraints are not supported: %s. Remove the prerelease"
                  + " information from the constraint. Prerelease versions of ingot will match"
                  + " constraints using their version core only.",
              Constants.text(attribute, new Diagnostics()).orElse("")),
          attribute.range());
    } else {
      versions.put(attribute, constraints.get());
    }
  }

  /** Compares {@code required_version}. */
  void checkVersions(Diagnostics into) {
    versions.forEach(
        (attribute, constraints) -> {
          if (!constraints.allow(read(attribute))) {
            into.error(
                "Unsupported " + tool(attribute) + " Core version",
                (moduleText.isEmpty() ? "This configuration" : "Module " + moduleText)
                    + " does not support "
                    + tool(attribute)
                    + " version "
                    + read(attribute)
                    + ". To proceed, either choose another supported "
                    + tool(attribute)
                    + " version or update this version constraint. Version constraints are normally"
                    + " set for good reason, so updating the constraint may lead to other errors or"
                    + " unexpected behavior.",
                attribute.range());
          }
        });
  }

  /** The version whose language a file is written in. */
  private static Version read(Attribute attribute) {
    return FolderSource.isAddition(attribute.range().file().name()) ? OPEN_TOFU : READ;
  }

  private static String tool(Attribute attribute) {
    return FolderSource.isAddition(attribute.range().file().name()) ? "OpenTofu" : "Terraform";
  }

  private void backend(Block block, boolean override) {
    if (!override && cloud.isPresent()) {
      both(cloud.get(), block.headerRange());
      return;
    }
    if (!override && backend.isPresent()) {
      diagnostics.error(
          "Duplicate backend configuration",
          "A module may have only one backend configuration. The backend was previously configured"
              + " at "
              + backend.get().declaration()
              + ".",
          block.headerRange());
      return;
    }
    cloud = Optional.empty();
    backend =
        Optional.of(
            new BackendBlock(
                block.labels().getFirst(),
                block.body(),
                block.headerRange(),
                block.labelRanges().getFirst()));
  }

  /** The service it names matters only to commands that need the state. */
  private void cloud(Block block, boolean override) {
    Optional<SourceRange> before = override ? overridingCloud : cloud;
    if (before.isPresent()) {
      diagnostics.error(
          "Duplicate HCP Terraform configurations",
          "A module may have only one 'cloud' block configuring HCP Terraform or Terraform"
              + " Enterprise. The 'cloud' block was previously configured at "
              + before.get()
              + ".",
          block.headerRange());
      return;
    }
    if (!override && backend.isPresent()) {
      both(block.headerRange(), backend.get().declaration());
      return;
    }
    if (override) {
      overridingCloud = Optional.of(block.headerRange());
    }
    cloud = Optional.of(block.headerRange());
    backend = Optional.of(new BackendBlock("cloud", block.body(), block.headerRange()));
  }

  private void encryption(Block block, boolean override) {
    EncryptionBlock read = EncryptionBlock.read(block.body(), block.headerRange(), diagnostics);
    if (encryption.isEmpty()) {
      encryption = Optional.of(read);
    } else if (override) {
      encryption = Optional.of(encryption.get().under(read));
    } else {
      diagnostics.error(
          "Duplicate encryption configuration",
          "A module may have only one encryption configuration. Encryption was previously"
              + " configured at "
              + encryption.get().declaration()
              + ".",
          block.headerRange());
    }
  }

  private void both(SourceRange cloudPlace, SourceRange backendPlace) {
    diagnostics.error(
        "Both a backend and cloud configuration are present",
        "A module may declare either one 'cloud' block OR one 'backend' block configuring a state"
            + " backend. The 'cloud' block is configured at "
            + cloudPlace
            + "; a backend is configured at "
            + backendPlace
            + ". Remove the backend block to configure HCP Terraform or Terraform Enteprise.",
        backendPlace);
  }
}
