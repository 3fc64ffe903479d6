package dev.ingot.registry.distribution;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Surroundings;
import dev.ingot.registry.distribution.DistributionException.Kind;
import java.io.IOException;
import java.util.Optional;

/**
 * How this user reaches OCI registries.
 *
 * @param surroundings what clients need of the world; its environment names mirrors
 * @param credentials what registries are shown
 */
public record RegistryAccess(Surroundings surroundings, OciCredentials credentials) {
  /** As the files say that Docker's and Podman's logins write. */
  public static RegistryAccess of(Surroundings surroundings) {
    return new RegistryAccess(surroundings, OciLogins.ambient(surroundings.environment()));
  }

  /** With a user and password for every registry, if there are some. */
  public RegistryAccess with(Optional<OciCredential.Basic> login) {
    return login.isEmpty()
        ? this
        : new RegistryAccess(surroundings, (_, _) -> Optional.of(login.get()));
  }

  /** Work with registries. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(OciClient client, Mirrors mirrors) throws IOException;
  }

  /**
   * Does some work with registries.
   *
   * @throws DistributionException if that fails
   * @throws InterruptedException if it was cancelled
   */
  public <T> T work(Cancellation cancellation, Work<T> work)
      throws IOException, InterruptedException {
    Mirrors mirrors;
    try {
      mirrors = Mirrors.of(surroundings.environment());
    } catch (IllegalArgumentException e) {
      throw new DistributionException(Kind.REFUSED, String.valueOf(e.getMessage()), "");
    }
    try (HttpClient http =
        new HttpClient(ClientSettings.usual(surroundings.environment()), surroundings)) {
      return work.with(new OciClient(http, credentials, cancellation), mirrors);
    } catch (IOException e) {
      if (cancellation.isCancelled() || Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(e);
        throw interrupted;
      }
      throw e;
    }
  }
}
