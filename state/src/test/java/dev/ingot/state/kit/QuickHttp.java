package dev.ingot.state.kit;

import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.state.Environments;
import dev.ingot.state.remote.StoreHttp;
import java.time.Duration;
import java.util.Map;

/** Requests that give up soon and are never sent again. */
public final class QuickHttp {
  private QuickHttp() {}

  /** Requests to a store. */
  public static StoreHttp store() {
    Limits limits =
        new Limits(Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofMillis(500));
    return new StoreHttp(
        new HttpClient(
            ClientSettings.usual(Map.of())
                .withLimits(limits)
                .withRetries(Retries.NONE)
                .withRedirects(0),
            Surroundings.of(
                Map.of(), Environments.fixed().clock(), Environments.fixed().random())));
  }
}
