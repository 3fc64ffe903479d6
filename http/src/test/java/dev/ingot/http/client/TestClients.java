package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.fail;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Clients whose names all lead to the loopback address and whose pauses take no time. */
final class TestClients {
  static final Limits SHORT =
      new Limits(Duration.ofSeconds(10), Duration.ofMillis(400), Duration.ofMillis(400));

  private final Map<String, String> environment;
  private final List<Duration> pauses = new ArrayList<>();

  TestClients(Map<String, String> environment) {
    this.environment = environment;
  }

  TestClients() {
    this(Map.of());
  }

  List<Duration> pauses() {
    return pauses;
  }

  Surroundings surroundings() {
    return new Surroundings(
        environment,
        host -> {
          if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host);
          }
          return List.of(InetAddress.getLoopbackAddress());
        },
        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
        new Random(1),
        (length, _) -> {
          pauses.add(length);
          return false;
        });
  }

  ClientSettings settings() {
    return ClientSettings.usual(environment);
  }

  HttpClient client() {
    return new HttpClient(settings(), surroundings());
  }

  HttpClient client(ClientSettings settings) {
    return new HttpClient(settings, surroundings());
  }

  static HttpResponse get(HttpClient client, URI uri) throws IOException {
    return client.send(HttpRequest.get(uri), new Cancellation());
  }

  static HttpFailureException failure(HttpClient client, HttpRequest request) throws IOException {
    try {
      HttpResponse response = client.send(request, new Cancellation());
      return fail("there is a response: " + response);
    } catch (HttpFailureException e) {
      return e;
    }
  }

  static HttpFailure failure(HttpClient client, URI uri) throws IOException {
    return failure(client, HttpRequest.get(uri)).failure();
  }
}
