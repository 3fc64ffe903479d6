package dev.ingot.home;

import dev.ingot.deploy.fetch.FetchSurroundings;
import dev.ingot.deploy.fetch.PackageFetcher;
import dev.ingot.deploy.install.ModuleSources;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.lang.Result;
import dev.ingot.provider.install.CliConfigurationReader;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.registry.ModuleRegistryClient;
import dev.ingot.state.aws.AwsClient.CredentialSource;
import dev.ingot.state.aws.AwsSettings;
import dev.ingot.state.aws.CredentialChain;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.google.GoogleCredentials;
import dev.ingot.state.google.GoogleSettings;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.StoreHttp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Where a project's modules are installed from.
 *
 * @param client what asks other hosts; closed with this
 */
record ModuleAccess(ModuleSources sources, HttpClient client) implements AutoCloseable {
  /** A machine that is none of AWS has nobody who answers. */
  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

  /**
   * As the CLI configuration file says.
   *
   * @param cancellation ends requests to other hosts
   * @param waiting told of pauses that servers ask for
   */
  static Result<ModuleAccess> of(
      InstalledProviders.Surroundings surroundings,
      BackendPlace place,
      Cancellation cancellation,
      Consumer<Duration> waiting) {
    return CliConfigurationReader.read(
            surroundings.folder(), surroundings.home(), surroundings.environment())
        .map(
            configuration -> {
              RegistryAccess access =
                  RegistryAccess.of(surroundings, configuration.hosts(), cancellation, waiting);
              Map<String, CredentialSource> amazon = new ConcurrentHashMap<>();
              FetchSurroundings world =
                  new FetchSurroundings(
                      access.client(),
                      surroundings.environment(),
                      surroundings.home(),
                      region -> amazon.computeIfAbsent(region, named -> credentials(named, place)),
                      google(place),
                      place.environment().clock(),
                      cancellation);
              return new ModuleAccess(
                  new ModuleSources(
                      new ModuleRegistryClient(access.connection(), access.discovery()),
                      new PackageFetcher(world)),
                  access.client());
            });
  }

  private static CredentialSource credentials(String region, BackendPlace place) {
    AwsSettings settings =
        new AwsSettings(
            region,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new CredentialChain(settings, place, service(place), metadata(place));
  }

  private static TokenSource google(BackendPlace place) {
    GoogleSettings settings =
        new GoogleSettings(
            place.variable("GOOGLE_OAUTH_ACCESS_TOKEN"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            GoogleSettings.STORAGE,
            GoogleSettings.IAM);
    return TokenSource.kept(
        new GoogleCredentials(settings, place, service(place), metadata(place)),
        place.environment().clock());
  }

  private static StoreHttp service(BackendPlace place) {
    return StoreHttp.of(ClientSettings.usual(place.variables()).withRedirects(0), place);
  }

  private static StoreHttp metadata(BackendPlace place) {
    return StoreHttp.of(
        ClientSettings.usual(place.variables())
            .withRedirects(0)
            .withLimits(METADATA)
            .withRetries(Retries.NONE),
        place);
  }

  @Override
  public void close() {
    client.close();
  }
}
