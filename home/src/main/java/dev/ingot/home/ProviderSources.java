package dev.ingot.home;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.AddressPatterns;
import dev.ingot.provider.install.CliConfiguration;
import dev.ingot.provider.install.CliConfiguration.InstallationMethod;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.FilesystemMirror;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.install.PackageSource;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.install.ProviderFolder;
import dev.ingot.provider.process.Reattachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a project's providers are installed from, and to.
 *
 * @param sources in the order they are asked
 * @param unmanaged providers that aren't installed: under development, or running already
 * @param folder where packages are installed
 */
public record ProviderSources(
    List<PackageSource> sources, Set<ProviderAddress> unmanaged, ProviderFolder folder) {
  public ProviderSources {
    sources = List.copyOf(sources);
    unmanaged = Set.copyOf(unmanaged);
  }

  /**
   * What the command line says, else the CLI configuration file, else the usual folders.
   *
   * @param folders from the command line; relative to the project's folder
   */
  static Result<ProviderSources> of(
      InstalledProviders.Surroundings surroundings, List<String> folders) {
    Result<CliConfiguration> cli =
        CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment());
    return cli.map(
        configuration -> {
          Set<ProviderAddress> unmanaged = new HashSet<>(configuration.overrides().keySet());
          unmanaged.addAll(
              Reattachment.read(surroundings.environment().getOrDefault(Reattachment.VARIABLE, ""))
                  .keySet());
          return new ProviderSources(
              sources(surroundings, folders, configuration),
              unmanaged,
              ProviderFolder.in(surroundings.data(), Platform.ofHost()));
        });
  }

  private static List<PackageSource> sources(
      InstalledProviders.Surroundings surroundings,
      List<String> folders,
      CliConfiguration configuration) {
    List<PackageSource> sources = new ArrayList<>();
    if (!folders.isEmpty()) {
      folders.forEach(
          folder ->
              sources.add(
                  new FilesystemMirror(
                      surroundings.folder().resolve(folder), AddressPatterns.ALL)));
    } else if (configuration.methods().isPresent()) {
      for (InstallationMethod method : configuration.methods().get()) {
        switch (method) {
          case InstallationMethod.Folder(Path folder, AddressPatterns patterns) ->
              sources.add(new FilesystemMirror(folder, patterns));
          // Nothing is fetched from other hosts yet.
          case InstallationMethod.NetworkMirror _, InstallationMethod.Direct _ -> {}
        }
      }
    } else {
      for (Path folder : usual(surroundings)) {
        if (Files.isDirectory(folder)) {
          sources.add(new FilesystemMirror(folder, AddressPatterns.ALL));
        }
      }
    }
    return sources;
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
