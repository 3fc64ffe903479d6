package dev.ingot.home;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.provider.install.CliConfiguration;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.install.Platform;
import dev.ingot.provider.registry.CredentialsProgram;
import dev.ingot.provider.registry.HostCredentials;
import dev.ingot.provider.registry.HostTokens;
import dev.ingot.provider.registry.RegistryConnection;
import dev.ingot.provider.registry.ServiceDiscovery;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How registries are reached: with the time limits of the environment and the credentials of this
 * user.
 *
 * @param client closed by its owner
 */
record RegistryAccess(
    HttpClient client,
    RegistryConnection connection,
    ServiceDiscovery discovery,
    Cancellation cancellation) {
  /** Shorter pauses between attempts are nobody's concern. */
  private static final Duration NOTICED = Duration.ofSeconds(2);

  /** As the CLI configuration file says of hosts. */
  static RegistryAccess of(
      InstalledProviders.Surroundings surroundings,
      CliConfiguration.Hosts hosts,
      Cancellation cancellation) {
    return of(surroundings, hosts, cancellation, _ -> {});
  }

  /**
   * The same.
   *
   * @param waiting told of pauses that servers ask for
   */
  static RegistryAccess of(
      InstalledProviders.Surroundings surroundings,
      CliConfiguration.Hosts hosts,
      Cancellation cancellation,
      Consumer<Duration> waiting) {
    HttpClient client = client(surroundings, waiting);
    RegistryConnection connection =
        new RegistryConnection(client, credentials(surroundings, hosts), cancellation);
    return new RegistryAccess(
        client,
        connection,
        new ServiceDiscovery(connection, hosts.services(), hosts.logins()),
        cancellation);
  }

  private static HttpClient client(
      InstalledProviders.Surroundings surroundings, Consumer<Duration> waiting) {
    Map<String, String> environment = surroundings.environment();
    ClientSettings plain = ClientSettings.usual(environment);
    Optional<Integer> seconds = number(environment, "TF_REGISTRY_CLIENT_TIMEOUT");
    ClientSettings settings =
        seconds.isEmpty()
            ? plain
            : plain.withLimits(plain.limits().withResponse(Duration.ofSeconds(seconds.get())));
    Optional<Integer> retries = number(environment, "TF_REGISTRY_DISCOVERY_RETRY");
    if (retries.isPresent()) {
      settings = settings.withRetries(Retries.USUAL.withMost(retries.get()));
    }
    Surroundings usual = Surroundings.of(environment, Clock.systemUTC(), surroundings.random());
    return new HttpClient(
        settings,
        new Surroundings(
            environment,
            usual.names(),
            usual.clock(),
            usual.random(),
            (length, cancellation) -> {
              if (length.compareTo(NOTICED) >= 0) {
                waiting.accept(length);
              }
              return usual.pause().await(length, cancellation);
            }));
  }

  /** A number of at most five digits. */
  private static Optional<Integer> number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "");
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit)
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
  }

  /** What this user shows to hosts. */
  static HostCredentials credentials(
      InstalledProviders.Surroundings surroundings, CliConfiguration.Hosts hosts) {
    return new HostTokens(
        surroundings.environment(),
        hosts.tokens(),
        helper(surroundings, hosts)
            .<HostCredentials>map(found -> found)
            .orElse(HostCredentials.NONE));
  }

  /** The program that keeps tokens. */
  static Optional<CredentialsProgram> helper(
      InstalledProviders.Surroundings surroundings, CliConfiguration.Hosts hosts) {
    Path plugins = surroundings.home().resolve(".terraform.d/plugins");
    List<Path> folders = List.of(plugins, plugins.resolve(Platform.ofHost().toString()));
    return hosts
        .helper()
        .map(program -> new CredentialsProgram(program.name(), program.arguments(), folders));
  }
}
