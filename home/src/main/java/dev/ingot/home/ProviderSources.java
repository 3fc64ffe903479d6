package dev.ingot.home;

import dev.ingot.address.ProviderAddress;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.AddressPatterns;
import dev.ingot.provider.install.CliConfiguration;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.Downloads;
import dev.ingot.provider.install.FilesystemMirror;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.install.NetworkMirror;
import dev.ingot.provider.install.OciMirror;
import dev.ingot.provider.install.OciTemplate;
import dev.ingot.provider.install.PackageSource;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.PluginCache;
import dev.ingot.provider.install.ProviderFolder;
import dev.ingot.provider.install.RegistrySource;
import dev.ingot.provider.process.Reattachment;
import dev.ingot.provider.registry.MirrorClient;
import dev.ingot.provider.registry.RegistryClient;
import dev.ingot.registry.distribution.OciClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
    return of(
        surroundings,
        cancellation,
        (configuration, access, downloads) ->
            sources(surroundings, folders, configuration, access, downloads));
  }

  /** Only a mirror that the command line names. */
  static Result<ProviderSources> ofMirror(
      InstalledProviders.Surroundings surroundings, String mirror, Cancellation cancellation) {
    Optional<URI> url = InstallationMethod.NetworkMirror.address(mirror);
    return url.isEmpty()
        ? Result.failed(
            List.of(
                Diagnostic.error(
                    "Invalid network mirror URL",
                    "\""
                        + mirror
                        + "\" is not the address of a network mirror, which begins with"
                        + " https://.")))
        : of(
            surroundings,
            cancellation,
            (_, access, downloads) ->
                List.of(networkMirror(url.get(), AddressPatterns.ALL, access, downloads)));
  }

  /** Chooses where packages come from. */
  @FunctionalInterface
  private interface Choice {
    List<PackageSource> sources(
        CliConfiguration configuration, RegistryAccess access, Downloads downloads);
  }

  private static Result<ProviderSources> of(
      InstalledProviders.Surroundings surroundings, Cancellation cancellation, Choice choice) {
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
          Downloads downloads = new Downloads(surroundings.data().resolve("providers"));
          RegistryAccess access =
              RegistryAccess.of(surroundings, configuration.hosts(), cancellation);
          return new ProviderSources(
              choice.sources(configuration, access, downloads),
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
              access.client());
        });
  }

  private static NetworkMirror networkMirror(
      URI url, AddressPatterns patterns, RegistryAccess access, Downloads downloads) {
    return new NetworkMirror(
        new MirrorClient(access.connection(), url), url.toString(), patterns, downloads);
  }

  private static List<PackageSource> sources(
      InstalledProviders.Surroundings surroundings,
      List<String> folders,
      CliConfiguration configuration,
      RegistryAccess access,
      Downloads downloads) {
    if (!folders.isEmpty()) {
      return folders.stream()
          .<PackageSource>map(
              folder ->
                  new FilesystemMirror(surroundings.folder().resolve(folder), AddressPatterns.ALL))
          .toList();
    }
    RegistryClient registry = new RegistryClient(access.connection(), access.discovery());
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
                networkMirror(url, patterns, access, downloads);
            case InstallationMethod.OciRepositories(
                    OciTemplate template,
                    AddressPatterns patterns) ->
                new OciMirror(
                    new OciClient(
                        access.client(), configuration.registries(), access.cancellation()),
                    template,
                    patterns,
                    downloads);
            case InstallationMethod.Direct(AddressPatterns patterns) ->
                new RegistrySource(registry, patterns, List.of(), downloads);
          });
    }
    return sources;
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
