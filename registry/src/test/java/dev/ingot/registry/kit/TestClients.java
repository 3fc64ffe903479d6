package dev.ingot.registry.kit;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.registry.distribution.OciClient;
import dev.ingot.registry.distribution.OciCredentials;
import java.time.Clock;
import java.util.Map;
import java.util.Random;

/** Clients of registries that don't wait. */
public final class TestClients {
  private TestClients() {}

  /** One that never asks twice by itself. */
  public static HttpClient http() {
    return new HttpClient(
        ClientSettings.usual(Map.of()).withRetries(Retries.NONE),
        Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)));
  }

  /** One over another. */
  public static OciClient client(HttpClient http, OciCredentials credentials) {
    return new OciClient(http, credentials, new Cancellation());
  }
}
