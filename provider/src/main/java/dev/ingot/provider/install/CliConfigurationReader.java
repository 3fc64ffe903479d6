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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the CLI configuration: the file of {@code TF_CLI_CONFIG_FILE}, else {@code .terraformrc} in
 * the user's home and what ends in {@code .tfrc} or {@code .tfrc.json} in {@code .terraform.d}
 * there; the tokens in {@code credentials.tfrc.json} always. What it says of other things than
 * providers and hosts is left to others. Rules: Terraform's documentation of the file.
 */
public final class CliConfigurationReader {
  private static final String CREDENTIALS = "credentials.tfrc.json";

  private final Path home;
  private final HostSettings hosts = new HostSettings();
  private final OciSettings registries = new OciSettings();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<ProviderAddress, Path> overrides = new TreeMap<>();
  private Optional<List<InstallationMethod>> methods = Optional.empty();
  private Optional<Path> cache = Optional.empty();
  private boolean cacheMayBreak;
  private Path file;

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
      reader.read(entry -> reader.setting(entry));
    } else if (!named.isEmpty()) {
      reader.diagnostics.add(
          Diagnostic.warning(
              "Unable to open CLI configuration file",
              "The CLI configuration file at \"" + file + "\" does not exist."));
    }
    Path more = home.resolve(".terraform.d");
    for (Path each : named.isEmpty() ? files(more) : List.of(more.resolve(CREDENTIALS))) {
      reader.file = each;
      if (Files.isRegularFile(each)) {
        reader.read(
            named.isEmpty()
                ? entry -> reader.setting(entry)
                : entry -> reader.onlyCredentials(entry));
      }
    }
    String cache = environment.getOrDefault("TF_PLUGIN_CACHE_DIR", "");
    if (!cache.isEmpty()) {
      reader.cache = Optional.of(folder.resolve(cache));
    }
    String mayBreak =
        environment.getOrDefault("TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE", "");
    reader.cacheMayBreak |= !mayBreak.isEmpty() && !mayBreak.equals("0");
    CliConfiguration configuration =
        new CliConfiguration(
            reader.overrides,
            reader.methods,
            reader.cache,
            reader.cacheMayBreak,
            reader.hosts.hosts(),
            reader.registries.logins(home, environment));
    return reader.diagnostics.stream().anyMatch(Diagnostic::isError)
        ? Result.failed(reader.diagnostics)
        : Result.of(configuration, reader.diagnostics);
  }

  private void wrong(String what) {
    diagnostics.add(
        Diagnostic.error("Invalid CLI configuration file", "In " + file + ": " + what + "."));
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.{tfrc,tfrc.json}")) {
        all.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        // A folder that can't be read is as good as none, as for the programs it is shared with.
        return List.of();
      }
    }
    files.sort(null);
    return files;
  }

  /** Takes a setting. */
  @FunctionalInterface
  private interface Setting {
    void take(Entry entry) throws SyntaxException;
  }

  private void read(Setting setting) {
    try {
      String text = new String(BoundedFile.read(file), StandardCharsets.UTF_8);
      for (Entry entry : SettingsTree.parse(text).entries()) {
        setting.take(entry);
      }
    } catch (IOException e) {
      wrong("it could not be read: " + e.getMessage());
    } catch (SyntaxException e) {
      wrong(String.valueOf(e.getMessage()));
    }
  }

  private void setting(Entry entry) throws SyntaxException {
    switch (entry.name()) {
      case "provider_installation" -> installation(entry.value());
      case "plugin_cache_dir" -> cache = text(entry).map(this::atHome).flatMap(this::path);
      case "plugin_cache_may_break_dependency_lock_file" ->
          cacheMayBreak |= text(entry).filter("true"::equals).isPresent();
      case "credentials" -> hosts.credentials(entry);
      case "credentials_helper" -> hosts.helper(entry);
      case "host" -> hosts.host(entry);
      case "oci_credentials" -> registries.credentials(entry);
      case "oci_default_credentials" -> registries.defaults(entry);
      default -> {
        // Checkpoints and the like concern others.
      }
    }
  }

  private void onlyCredentials(Entry entry) throws SyntaxException {
    if (entry.name().equals("credentials")) {
      hosts.credentials(entry);
    }
  }

  /** The documentation writes the user's home as a variable in this one path. */
  private String atHome(String path) {
    String variable = "$HOME/";
    return path.startsWith(variable) ? "~/" + path.substring(variable.length()) : path;
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
                .flatMap(this::url)
                .ifPresent(
                    url ->
                        found.add(new InstallationMethod.NetworkMirror(url, patterns(settings))));
        case "oci_mirror" ->
            required(settings, "repository_template", entry)
                .map(OciTemplate::new)
                .ifPresent(template -> repositories(template, patterns(settings), found));
        case "direct" -> found.add(new InstallationMethod.Direct(patterns(settings)));
        default -> wrong("unknown provider installation method \"" + entry.name() + "\"");
      }
    }
    methods = Optional.of(found);
  }

  private void repositories(
      OciTemplate template, AddressPatterns patterns, List<InstallationMethod> found) {
    Optional<String> problem = template.problem(patterns);
    problem.ifPresent(this::wrong);
    if (problem.isEmpty()) {
      found.add(new InstallationMethod.OciRepositories(template, patterns));
    }
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

  private Optional<URI> url(String text) {
    Optional<URI> address = InstallationMethod.NetworkMirror.address(text);
    if (address.isEmpty()) {
      wrong("\"" + text + "\" is not the address of a network mirror, which begins with https://");
    }
    return address;
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
