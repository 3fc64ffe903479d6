package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.provider.registry.LoginSettings;
import dev.ingot.registry.distribution.OciCredentials;
import java.net.URI;
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
 * @param cacheMayBreakLockFile whether a package of the cache is used though the lock file doesn't
 *     know it
 * @param hosts what is said of other hosts
 * @param registries what is shown to OCI registries
 */
public record CliConfiguration(
    Map<ProviderAddress, Path> overrides,
    Optional<List<InstallationMethod>> methods,
    Optional<Path> pluginCache,
    boolean cacheMayBreakLockFile,
    Hosts hosts,
    OciCredentials registries) {
  /** Nothing is said. */
  public static final CliConfiguration NONE =
      new CliConfiguration(
          Map.of(), Optional.empty(), Optional.empty(), false, Hosts.NONE, OciCredentials.NONE);

  public CliConfiguration {
    overrides = Map.copyOf(overrides);
    methods = methods.map(List::copyOf);
  }

  /**
   * What is said of other hosts.
   *
   * @param tokens by host
   * @param services addresses by service, by host
   * @param logins how they give tokens, by host
   * @param helper the program that keeps other tokens
   */
  public record Hosts(
      Map<String, String> tokens,
      Map<String, Map<String, String>> services,
      Map<String, LoginSettings> logins,
      Optional<HelperProgram> helper) {
    /** Nothing is said. */
    public static final Hosts NONE = new Hosts(Map.of(), Map.of(), Map.of(), Optional.empty());

    public Hosts {
      tokens = Map.copyOf(tokens);
      services = Map.copyOf(services);
      logins = Map.copyOf(logins);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
      return "Hosts" + services.keySet();
    }
  }

  /** A program that keeps tokens. */
  public record HelperProgram(String name, List<String> arguments) {
    public HelperProgram {
      arguments = List.copyOf(arguments);
    }
  }

  /** A place providers are installed from, as the file names it. */
  public sealed interface InstallationMethod {
    /** Which providers it is for. */
    AddressPatterns patterns();

    /** A folder of this host. */
    record Folder(Path folder, AddressPatterns patterns) implements InstallationMethod {}

    /**
     * A mirror that is reached by HTTPS.
     *
     * @param url ends in a slash
     */
    record NetworkMirror(URI url, AddressPatterns patterns) implements InstallationMethod {
      /** The address of a mirror; empty if a text isn't one. */
      public static Optional<URI> address(String text) {
        try {
          URI uri = URI.create(text.endsWith("/") ? text : text + "/");
          return Optional.of(uri)
              .filter(found -> String.valueOf(found.getScheme()).equals("https"))
              .filter(found -> found.getRawAuthority() != null);
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }

    /** Repositories of an OCI registry. */
    record OciRepositories(OciTemplate template, AddressPatterns patterns)
        implements InstallationMethod {}

    /** The registry that an address names. */
    record Direct(AddressPatterns patterns) implements InstallationMethod {}
  }
}
