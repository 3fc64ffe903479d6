package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the CLI configuration file says of providers.
 *
 * @param overrides folders with programs under development, used whatever was chosen and installed
 * @param methods where providers are installed from, in order; empty where the file says nothing,
 *     so that the usual places are meant
 * @param pluginCache where packages are kept for all configurations
 */
public record CliConfiguration(
    Map<ProviderAddress, Path> overrides,
    Optional<List<InstallationMethod>> methods,
    Optional<Path> pluginCache) {
  /** Nothing is said. */
  public static final CliConfiguration NONE =
      new CliConfiguration(Map.of(), Optional.empty(), Optional.empty());

  public CliConfiguration {
    overrides = Map.copyOf(overrides);
    methods = methods.map(List::copyOf);
  }

  /** A place providers are installed from, as the file names it. */
  public sealed interface InstallationMethod {
    /** Which providers it is for. */
    AddressPatterns patterns();

    /** A folder of this host. */
    record Folder(Path folder, AddressPatterns patterns) implements InstallationMethod {}

    /** A mirror that is reached by HTTPS. */
    record NetworkMirror(String url, AddressPatterns patterns) implements InstallationMethod {}

    /** The registry that an address names. */
    record Direct(AddressPatterns patterns) implements InstallationMethod {}
  }
}
