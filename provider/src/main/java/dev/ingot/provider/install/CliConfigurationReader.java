package dev.ingot.provider.install;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import dev.ingot.provider.install.SettingsTree.Block;
import dev.ingot.provider.install.SettingsTree.Entry;
import dev.ingot.provider.install.SettingsTree.Many;
import dev.ingot.provider.install.SettingsTree.Node;
import dev.ingot.provider.install.SettingsTree.SyntaxException;
import dev.ingot.provider.install.SettingsTree.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the CLI configuration file: that of {@code TF_CLI_CONFIG_FILE}, else {@code .terraformrc}
 * in the user's home. What it says of other things than providers is left to others. Rules:
 * Terraform's documentation of the file.
 */
public final class CliConfigurationReader {
  private final Path file;
  private final Path home;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<ProviderAddress, Path> overrides = new TreeMap<>();
  private Optional<List<InstallationMethod>> methods = Optional.empty();
  private Optional<Path> cache = Optional.empty();

  private CliConfigurationReader(Path file, Path home) {
    this.file = file;
    this.home = home;
  }

  /**
   * Reads the file, if there is one.
   *
   * @param folder what relative paths in the environment are relative to
   * @param home the user's home
   */
  public static Result<CliConfiguration> read(
      Path folder, Path home, Map<String, String> environment) {
    String named =
        environment.getOrDefault(
            "TF_CLI_CONFIG_FILE", environment.getOrDefault("TERRAFORM_CONFIG", ""));
    Path file = named.isEmpty() ? home.resolve(".terraformrc") : folder.resolve(named);
    CliConfigurationReader reader = new CliConfigurationReader(file, home);
    if (Files.exists(file)) {
      reader.file();
    }
    String cache = environment.getOrDefault("TF_PLUGIN_CACHE_DIR", "");
    if (!cache.isEmpty()) {
      reader.cache = Optional.of(folder.resolve(cache));
    }
    CliConfiguration configuration =
        new CliConfiguration(reader.overrides, reader.methods, reader.cache);
    return reader.diagnostics.stream().anyMatch(Diagnostic::isError)
        ? Result.failed(reader.diagnostics)
        : Result.of(configuration, reader.diagnostics);
  }

  private void wrong(String what) {
    diagnostics.add(
        Diagnostic.error("Invalid CLI configuration file", "In " + file + ": " + what + "."));
  }

  private void file() {
    try {
      String text = new String(BoundedFile.read(file), StandardCharsets.UTF_8);
      for (Entry entry : SettingsTree.parse(text).entries()) {
        switch (entry.name()) {
          case "provider_installation" -> installation(entry.value());
          case "plugin_cache_dir" -> cache = text(entry).flatMap(this::path);
          default -> {
            // Credentials, checkpoints and hosts concern others.
          }
        }
      }
    } catch (IOException e) {
      wrong("it could not be read: " + e.getMessage());
    } catch (SyntaxException e) {
      wrong(String.valueOf(e.getMessage()));
    }
  }

  private void installation(Node node) {
    if (!(node instanceof Block(List<Entry> entries))) {
      wrong("provider_installation is not a block");
      return;
    }
    List<InstallationMethod> found = new ArrayList<>(methods.orElse(List.of()));
    for (Entry entry : entries) {
      if (!(entry.value() instanceof Block(List<Entry> settings))) {
        wrong(entry.name() + " within provider_installation is not a block");
        continue;
      }
      switch (entry.name()) {
        case "dev_overrides" -> settings.forEach(this::override);
        case "filesystem_mirror" ->
            required(settings, "path", entry)
                .flatMap(this::path)
                .ifPresent(
                    path -> found.add(new InstallationMethod.Folder(path, patterns(settings))));
        case "network_mirror" ->
            required(settings, "url", entry)
                .ifPresent(
                    url ->
                        found.add(new InstallationMethod.NetworkMirror(url, patterns(settings))));
        case "direct" -> found.add(new InstallationMethod.Direct(patterns(settings)));
        default -> wrong("unknown provider installation method \"" + entry.name() + "\"");
      }
    }
    methods = Optional.of(found);
  }

  private void override(Entry entry) {
    Optional<Path> folder = text(entry).flatMap(this::path);
    try {
      ProviderAddress address = ProviderAddress.parse(entry.name());
      folder.ifPresent(path -> overrides.put(address, path));
    } catch (AddressException e) {
      wrong(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> required(List<Entry> settings, String name, Entry block) {
    Optional<String> value =
        settings.stream().filter(each -> each.name().equals(name)).findFirst().flatMap(this::text);
    if (value.isEmpty()) {
      wrong(block.name() + " has no " + name);
    }
    return value;
  }

  private AddressPatterns patterns(List<Entry> settings) {
    return new AddressPatterns(patterns(settings, "include"), patterns(settings, "exclude"));
  }

  private List<String> patterns(List<Entry> settings, String name) {
    List<String> patterns = new ArrayList<>();
    for (Entry entry : settings) {
      if (entry.name().equals(name)) {
        List<Node> nodes =
            entry.value() instanceof Many(List<Node> many) ? many : List.of(entry.value());
        for (Node node : nodes) {
          if (node instanceof Text(String text) && AddressPatterns.isPattern(text)) {
            patterns.add(text);
          } else {
            wrong(name + " contains an invalid pattern for provider addresses");
          }
        }
      }
    }
    return patterns;
  }

  private Optional<String> text(Entry entry) {
    if (entry.value() instanceof Text(String text)) {
      return Optional.of(text);
    }
    wrong(entry.name() + " is not a string");
    return Optional.empty();
  }

  /** A path, in which {@code ~} is the user's home. */
  private Optional<Path> path(String text) {
    try {
      Path path =
          text.equals("~") || text.startsWith("~/")
              ? home.resolve(text.substring(Math.min(2, text.length())))
              : Path.of(text);
      return Optional.of(path);
    } catch (InvalidPathException e) {
      wrong("\"" + text + "\" is not a path");
      return Optional.empty();
    }
  }
}
