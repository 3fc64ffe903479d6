package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final TestClients clients = new TestClients();

  private static TestServer server(IntFunction<Reply> replies) throws Exception {
    AtomicInteger number = new AtomicInteger();
    return TestServer.plain(_ -> replies.apply(number.getAndIncrement()));
  }

  @Test
  void anOverloadedServerIsAskedAgainWhenItSays() throws Exception {
    try (TestServer server =
            server(
                number ->
                    switch (number) {
                      case 0 -> TestServer.response(429, "").with("Retry-After", "7");
                      case 1 ->
                          TestServer.response(503, "")
                              .with("Retry-After", "Thu, 01 Jan 2026 00:00:20 GMT");
                      default -> TestServer.response(200, "ok");
                    });
        HttpClient client = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("ok");
      assertThat(clients.pauses())
          .isEqualTo(List.of(Duration.ofSeconds(7), Duration.ofSeconds(20)));
    }
  }

  @Test
  void aServerThatAsksForMuchTimeIsNotWaitedFor() throws Exception {
    try (TestServer server = server(_ -> TestServer.response(429, "").with("Retry-After", "3600"));
        HttpClient client = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/")).status()).isEqualTo(429);
      assertThat(clients.pauses()).isEmpty();
    }
  }

  @Test
  void retriesEndAndTheLastWordIsTheServers() throws Exception {
    try (TestServer server = server(_ -> TestServer.response(503, "busy"));
        HttpClient client = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("busy");
      assertThat(server.asked()).hasSize(3);
      assertThat(clients.pauses()).hasSize(2);
      assertThat(clients.pauses().getLast())
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }
  }

  @Test
  void whatMayHappenOnceOnlyIsSentOnceOnly() throws Exception {
    try (TestServer server = server(_ -> new Reply.Raw(""));
        HttpClient client = clients.client()) {
      HttpRequest post = HttpRequest.of("POST", server.uri("/"));
      assertThat(TestClients.failure(client, post).failure())
          .isInstanceOf(HttpFailure.ConnectionLost.class);
      assertThat(server.asked()).hasSize(1);
      assertThat(TestClients.failure(client, post.withRepeatable(true)).failure())
          .isInstanceOf(HttpFailure.ConnectionLost.class);
      assertThat(server.asked()).hasSize(4);
    }
  }

  @Test
  void aPostIsSentAgainWhereNobodyTookIt() throws Exception {
    try (TestServer server = server(number -> TestServer.response(number == 0 ? 429 : 200, ""));
        HttpClient client = clients.client()) {
      HttpRequest post = HttpRequest.of("POST", server.uri("/"));
      assertThat(client.send(post, new Cancellation()).status()).isEqualTo(200);
    }
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }
    clients.pauses().clear();
    try (HttpClient client = clients.client()) {
      HttpRequest post = HttpRequest.of("POST", URI.create("http://localhost:" + port + "/"));
      assertThat(TestClients.failure(client, post).failure())
          .isInstanceOf(HttpFailure.NotConnected.class);
      assertThat(clients.pauses()).hasSize(2);
    }
  }

  @Test
  void aDownloadThatBrokeOffBeginsAnew(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
      throws Exception {
    java.nio.file.Path file = folder.resolve("file");
    try (TestServer server =
            server(
                number ->
                    number == 0
                        ? TestServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nhal")
                        : TestServer.response(200, "content"));
        HttpClient client = clients.client()) {
      HttpRequest get = HttpRequest.get(server.uri("/"));
      assertThat(client.download(get, file, 100, new Cancellation()).status()).isEqualTo(200);
      assertThat(file).hasContent("content");
    }
  }
}
