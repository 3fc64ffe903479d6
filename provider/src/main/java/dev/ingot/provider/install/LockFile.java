package dev.ingot.provider.install;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConstantScope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.version.Version;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The dependency lock file: which version of each provider was chosen, and which packages of it may
 * be used. Rules: Terraform's documentation of it; what is written is byte for byte what Terraform
 * 1.11 writes.
 */
public record LockFile(SortedMap<ProviderAddress, LockedProvider> providers) {
  /** Its name beside the configuration. */
  public static final String NAME = ".terraform.lock.hcl";

  /** Without choices. */
  public static final LockFile EMPTY = new LockFile(new TreeMap<>());

  private static final String HEAD =
      """
      # This file is maintained automatically by "terraform init".
      # Manual edits may be lost in future updates.
      """;

  public LockFile {
    providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
  }

  /** The choice for a provider. */
  public Optional<LockedProvider> find(ProviderAddress address) {
    return Optional.ofNullable(providers.get(address));
  }

  /** The same with another choice for a provider. */
  public LockFile with(LockedProvider choice) {
    SortedMap<ProviderAddress, LockedProvider> all = new TreeMap<>(providers);
    all.put(choice.address(), choice);
    return new LockFile(all);
  }

  /** The same with the choices for some providers only. */
  public LockFile only(Iterable<ProviderAddress> addresses) {
    SortedMap<ProviderAddress, LockedProvider> some = new TreeMap<>();
    for (ProviderAddress address : addresses) {
      find(address).ifPresent(choice -> some.put(address, choice));
    }
    return new LockFile(some);
  }

  /** Reads the file in a folder; one that isn't there has no choices. */
  public static Result<LockFile> read(Path folder) {
    Path file = folder.resolve(NAME);
    Diagnostics diagnostics = new Diagnostics();
    SourceFile source;
    try {
      source = Syntax.source(NAME, BoundedFile.read(file), diagnostics);
    } catch (NoSuchFileException e) {
      return Result.of(EMPTY, List.of());
    } catch (IOException e) {
      return Result.failed(
          List.of(
              Diagnostic.error(
                  "Failed to read dependency lock file",
                  "The file " + NAME + " could not be read: " + e.getMessage() + ".")));
    }
    Body body = Syntax.parse(source, diagnostics);
    Body.BodyContent content =
        body.content(
            new Body.BodySchema(
                List.of(),
                List.of(
                    new Body.BlockSchema("provider", "source address"),
                    new Body.BlockSchema("module", "path"))),
            diagnostics);
    TreeMap<ProviderAddress, LockedProvider> providers = new TreeMap<>();
    for (Body.Block block : content.blocks("provider")) {
      provider(block, diagnostics).ifPresent(choice -> providers.put(choice.address(), choice));
    }
    return diagnostics.hasErrors()
        ? Result.failed(diagnostics.list())
        : Result.of(new LockFile(providers), diagnostics.list());
  }

  private static Optional<LockedProvider> provider(Body.Block block, Diagnostics diagnostics) {
    SettingsBlock settings =
        new SettingsBlock(
            block
                .body()
                .content(
                    new Body.BodySchema(
                        SettingsBlock.attributes(
                            List.of("version"), List.of("constraints", "hashes")),
                        List.of()),
                    diagnostics),
            ConstantScope.INSTANCE,
            diagnostics);
    ProviderAddress address;
    try {
      address = ProviderAddress.parse(block.labels().getFirst());
    } catch (AddressException e) {
      diagnostics.error(
          "Invalid provider source address",
          String.valueOf(e.getMessage()),
          block.labelRanges().getFirst());
      return Optional.empty();
    }
    Optional<String> text = settings.text("version");
    Optional<Version> version = text.flatMap(Version::parse);
    if (text.isPresent() && version.isEmpty()) {
      diagnostics.error(
          "Invalid provider version number",
          "The selected version number for provider "
              + address
              + " is invalid: \""
              + text.get()
              + "\".",
          settings.range("version"));
    }
    List<PackageHash> hashes =
        settings.texts("hashes").orElse(List.of()).stream().map(PackageHash::new).toList();
    String constraints = settings.text("constraints").orElse("");
    return version.map(chosen -> new LockedProvider(address, chosen, constraints, hashes));
  }

  /** Replaces the file in a folder. */
  public void write(Path folder) throws IOException {
    AtomicFile.write(folder.resolve(NAME), text().getBytes(StandardCharsets.UTF_8), Access.SHARED);
  }

  /** The content of the file. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Map.Entry<ProviderAddress, LockedProvider> entry : providers.entrySet()) {
      LockedProvider choice = entry.getValue();
      text.append("\nprovider \"").append(entry.getKey()).append("\" {\n");
      if (choice.constraints().isEmpty()) {
        text.append("  version = \"").append(choice.version()).append("\"\n");
      } else {
        text.append("  version     = \"").append(choice.version()).append("\"\n");
        text.append("  constraints = \"").append(choice.constraints()).append("\"\n");
      }
      if (!choice.hashes().isEmpty()) {
        text.append("  hashes = [\n");
        choice.hashes().forEach(hash -> text.append("    \"").append(hash.text()).append("\",\n"));
        text.append("  ]\n");
      }
      text.append("}\n");
    }
    return text.toString();
  }
}
