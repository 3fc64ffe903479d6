package dev.ingot.home;

import dev.ingot.address.ProviderAddress;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.AddressPatterns;
import dev.ingot.provider.install.CliConfiguration;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.Downloads;
import dev.ingot.provider.install.FilesystemMirror;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.install.NetworkMirror;
import dev.ingot.provider.install.PackageSource;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.PluginCache;
import dev.ingot.provider.install.ProviderFolder;
import dev.ingot.provider.install.RegistrySource;
import dev.ingot.provider.process.Reattachment;
import dev.ingot.provider.registry.CredentialsProgram;
import dev.ingot.provider.registry.HostCredentials;
import dev.ingot.provider.registry.HostTokens;
import dev.ingot.provider.registry.MirrorClient;
import dev.ingot.provider.registry.RegistryClient;
import dev.ingot.provider.registry.RegistryConnection;
import dev.ingot.provider.registry.ServiceDiscovery;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a project's providers are installed from, and to.
 *
 * @param sources in the order they are asked
 * @param unmanaged providers that aren't installed: under development, or running already
 * @param folder where packages are installed
 * @param cache shared with other configurations
 * @param downloads what is not unpacked yet; closed with this
 * @param client what asks other hosts; closed with this
 */
public record ProviderSources(
    List<PackageSource> sources,
    Set<ProviderAddress> unmanaged,
    ProviderFolder folder,
    Optional<PluginCache> cache,
    Downloads downloads,
    HttpClient client)
    implements AutoCloseable {
  public ProviderSources {
    sources = List.copyOf(sources);
    unmanaged = Set.copyOf(unmanaged);
  }

  /**
   * What the command line says, else the CLI configuration file, else the usual folders.
   *
   * @param folders from the command line; relative to the project's folder
   * @param cancellation ends requests to other hosts
   */
  static Result<ProviderSources> of(
      InstalledProviders.Surroundings surroundings,
      List<String> folders,
      Cancellation cancellation) {
    Result<CliConfiguration> cli =
        CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment());
    Result<Map<ProviderAddress, Reattachment>> running =
        Reattachment.read(surroundings.environment());
    if (running.hasErrors()) {
      return Result.failed(running.diagnostics());
    }
    return cli.map(
        configuration -> {
          Set<ProviderAddress> unmanaged = new HashSet<>(configuration.overrides().keySet());
          unmanaged.addAll(running.get().keySet());
          HttpClient client = client(surroundings);
          Downloads downloads = new Downloads(surroundings.data().resolve("providers"));
          RegistryConnection connection =
              new RegistryConnection(
                  client, credentials(surroundings, configuration.hosts()), cancellation);
          return new ProviderSources(
              sources(surroundings, folders, configuration, connection, downloads),
              unmanaged,
              ProviderFolder.in(surroundings.data(), Platform.ofHost()),
              configuration
                  .pluginCache()
                  .map(
                      cache ->
                          new PluginCache(
                              new ProviderFolder(cache, Platform.ofHost()),
                              configuration.cacheMayBreakLockFile())),
              downloads,
              client);
        });
  }

  private static HttpClient client(InstalledProviders.Surroundings surroundings) {
    Map<String, String> environment = surroundings.environment();
    ClientSettings usual = ClientSettings.usual(environment);
    Optional<Integer> seconds = number(environment, "TF_REGISTRY_CLIENT_TIMEOUT");
    ClientSettings settings =
        seconds.isEmpty()
            ? usual
            : usual.withLimits(usual.limits().withResponse(Duration.ofSeconds(seconds.get())));
    Optional<Integer> retries = number(environment, "TF_REGISTRY_DISCOVERY_RETRY");
    if (retries.isPresent()) {
      settings = settings.withRetries(Retries.USUAL.withMost(retries.get()));
    }
    return new HttpClient(
        settings, Surroundings.of(environment, Clock.systemUTC(), surroundings.random()));
  }

  /** A number of at most five digits. */
  private static Optional<Integer> number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit)
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  private static List<PackageSource> sources(
      InstalledProviders.Surroundings surroundings,
      List<String> folders,
      CliConfiguration configuration,
      RegistryConnection connection,
      Downloads downloads) {
    if (!folders.isEmpty()) {
      return folders.stream()
          .<PackageSource>map(
              folder ->
                  new FilesystemMirror(surroundings.folder().resolve(folder), AddressPatterns.ALL))
          .toList();
    }
    RegistryClient registry =
        new RegistryClient(
            connection, new ServiceDiscovery(connection, configuration.hosts().services()));
    List<PackageSource> sources = new ArrayList<>();
    if (configuration.methods().isEmpty()) {
      List<FilesystemMirror> local =
          usual(surroundings).stream()
              .filter(Files::isDirectory)
              .map(folder -> new FilesystemMirror(folder, AddressPatterns.ALL))
              .toList();
      sources.addAll(local);
      sources.add(new RegistrySource(registry, AddressPatterns.ALL, local, downloads));
      return sources;
    }
    for (InstallationMethod method : configuration.methods().get()) {
      sources.add(
          switch (method) {
            case InstallationMethod.Folder(Path folder, AddressPatterns patterns) ->
                new FilesystemMirror(folder, patterns);
            case InstallationMethod.NetworkMirror(URI url, AddressPatterns patterns) ->
                new NetworkMirror(
                    new MirrorClient(connection, url), url.toString(), patterns, downloads);
            case InstallationMethod.Direct(AddressPatterns patterns) ->
                new RegistrySource(registry, patterns, List.of(), downloads);
          });
    }
    return sources;
  }

  private static HostCredentials credentials(
      InstalledProviders.Surroundings surroundings, CliConfiguration.Hosts hosts) {
    Path plugins = surroundings.home().resolve(".terraform.d/plugins");
    List<Path> folders = List.of(plugins, plugins.resolve(Platform.ofHost().toString()));
    HostCredentials helper =
        hosts.helper().isEmpty()
            ? HostCredentials.NONE
            : new CredentialsProgram(
                hosts.helper().get().name(), hosts.helper().get().arguments(), folders);
    return new HostTokens(surroundings.environment(), hosts.tokens(), helper);
  }

  @Override
  public void close() {
    downloads.close();
    client.close();
  }

  private static List<Path> usual(InstalledProviders.Surroundings surroundings) {
    return List.of(
        surroundings.folder().resolve("terraform.d/plugins"),
        surroundings.home().resolve(".terraform.d/plugins"),
        surroundings.home().resolve(".local/share/terraform/plugins"),
        Path.of("/usr/local/share/terraform/plugins"),
        Path.of("/usr/share/terraform/plugins"));
  }
}
