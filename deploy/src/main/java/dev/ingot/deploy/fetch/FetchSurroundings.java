package dev.ingot.deploy.fetch;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.HttpClient;
import dev.ingot.state.aws.AwsClient.CredentialSource;
import dev.ingot.state.oauth.TokenSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/**
 * What downloads need of the world.
 *
 * @param client closed by its owner
 * @param environment the environment variables, which programs inherit
 * @param home of this user
 * @param amazon where credentials for AWS come from, by region
 * @param google where tokens for Google Cloud come from
 * @param clock signs requests
 * @param cancellation ends downloads
 */
public record FetchSurroundings(
    HttpClient client,
    Map<String, String> environment,
    Path home,
    Function<String, CredentialSource> amazon,
    TokenSource google,
    Clock clock,
    Cancellation cancellation) {
  public FetchSurroundings {
    environment = Map.copyOf(environment);
  }

  /** Without the variables. */
  @Override
  public String toString() {
    return "FetchSurroundings";
  }
}
