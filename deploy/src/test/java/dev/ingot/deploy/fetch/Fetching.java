package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.deploy.source.SourceParser;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.http.client.Surroundings;
import dev.ingot.state.StateException;
import dev.ingot.state.oauth.Token;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Downloads in a test, with a home and an environment of its own. */
public final class Fetching implements AutoCloseable {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(10), Duration.ofMillis(800), Duration.ofMillis(800));

  private final HttpClient client;
  private final FetchSurroundings surroundings;

  /** In an environment; PATH is this process's unless it is given. */
  public Fetching(Path home, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PATH", System.getenv().getOrDefault("PATH", ""));
    all.put("HOME", home.toString());
    all.put("GIT_CONFIG_NOSYSTEM", "1");
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    client =
        new HttpClient(
            ClientSettings.usual(Map.of()).withLimits(SHORT).withRetries(Retries.NONE),
            Surroundings.of(Map.of(), clock, new Random(1)));
    surroundings =
        new FetchSurroundings(
            client,
            all,
            home,
            _ -> {
              throw new StateException("No valid credential sources found");
            },
            () -> new Token("google-token", Optional.empty()),
            clock,
            new Cancellation());
  }

  /** What downloads. */
  public PackageFetcher fetcher() {
    return new PackageFetcher(surroundings);
  }

  /** The client of it. */
  public HttpClient client() {
    return client;
  }

  /** Downloads the package of a source. */
  public void fetch(String source, Path place) throws IOException {
    ModuleSource.Remote remote =
        (ModuleSource.Remote) SourceParser.parseRemote(source).source().orElseThrow();
    fetcher().fetch(remote.packageAddress(), place);
  }

  @Override
  public void close() {
    client.close();
  }
}
