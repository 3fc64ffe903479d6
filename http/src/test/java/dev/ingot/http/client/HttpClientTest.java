package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpClientTest {
  @TempDir Path folder;

  private final TestClients clients = new TestClients();

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (TestServer server = TestServer.plain(asked -> TestServer.response(200, asked.target()));
        HttpClient client = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/a?b=c")).text()).isEqualTo("/a?b=c");
      assertThat(TestClients.get(client, server.uri("")).text()).isEqualTo("/");
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.asked().getFirst().field("user-agent")).isEqualTo("Ingot");
      assertThat(server.asked().getFirst().field("host")).isEqualTo("localhost:" + server.port());
    }
  }

  @Test
  void aBodyIsSentFromMemoryAndFromAFile() throws Exception {
    String large = "x".repeat(100_000);
    Path file = Files.writeString(folder.resolve("body"), large);
    try (TestServer server =
            TestServer.plain(
                asked -> TestServer.response(200, asked.field("content-type") + asked.body()));
        HttpClient client = clients.client()) {
      HttpRequest put = HttpRequest.of("PUT", server.uri("/state"));
      RequestBody bytes = RequestBody.of(large.getBytes(StandardCharsets.UTF_8));
      assertThat(client.send(put.withBody(bytes, "a/b"), new Cancellation()).text())
          .isEqualTo("a/b" + large);
      assertThat(client.send(put.withBody(RequestBody.of(file), "c/d"), new Cancellation()).text())
          .isEqualTo("c/d" + large);
      assertThat(client.send(HttpRequest.of("POST", server.uri("/")), new Cancellation()).status())
          .isEqualTo(200);
      assertThat(server.asked().getLast().field("content-length")).isEqualTo("0");
    }
  }

  @Test
  void aBodyThatIsNoFileIsAnErrorOfThisHost() throws Exception {
    Path missing = folder.resolve("missing");
    try (TestServer server = TestServer.plain(_ -> TestServer.response(200, ""));
        HttpClient client = clients.client()) {
      HttpRequest put =
          HttpRequest.of("PUT", server.uri("/")).withBody(RequestBody.of(missing), "a/b");
      assertThatThrownBy(() -> client.send(put, new Cancellation()))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void aDownloadIsWrittenToItsFileAndAProblemIsNot() throws Exception {
    Path file = folder.resolve("package.zip");
    try (TestServer server =
            TestServer.plain(
                asked ->
                    asked.target().equals("/there")
                        ? TestServer.response(200, "content")
                        : TestServer.response(404, "no such package"));
        HttpClient client = clients.client()) {
      HttpResponse found =
          client.download(HttpRequest.get(server.uri("/there")), file, 100, new Cancellation());
      assertThat(found.status()).isEqualTo(200);
      assertThat(file).hasContent("content");
      HttpResponse missing =
          client.download(HttpRequest.get(server.uri("/not")), file, 100, new Cancellation());
      assertThat(missing.excerpt()).contains("no such package");
      assertThat(file).hasContent("content");
      assertThatThrownBy(
              () ->
                  client.download(
                      HttpRequest.get(server.uri("/there")), file, 3, new Cancellation()))
          .hasMessageContaining("larger than 3 bytes");
    }
  }

  @Test
  void aConnectionThatTheServerEndedMeanwhileIsReplaced() throws Exception {
    try (TestServer server =
            TestServer.plain(
                _ -> TestServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        HttpClient client = clients.client(clients.settings().withRetries(Retries.NONE))) {
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("ok");
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("ok");
      HttpRequest post = HttpRequest.of("POST", server.uri("/"));
      assertThat(client.send(post, new Cancellation()).text()).isEqualTo("ok");
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void aResponseBeforeTheWholeRequestCounts() throws Exception {
    byte[] large = new byte[8 << 20];
    try (RudeServer server =
            new RudeServer("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
        HttpClient client = clients.client()) {
      HttpRequest put = HttpRequest.of("PUT", server.uri()).withBody(RequestBody.of(large), "a/b");
      assertThat(client.send(put, new Cancellation()).status()).isEqualTo(413);
    }
  }

  @Test
  void userAndPasswordOfAnAddressAreSentAndNeverShown() throws Exception {
    try (TestServer server = TestServer.plain(_ -> new Reply.Raw(""));
        HttpClient client = clients.client()) {
      URI uri = URI.create("http://user:pa%20ss@localhost:" + server.port() + "/path?token=secret");
      assertThat(TestClients.failure(client, HttpRequest.get(uri)))
          .hasMessageStartingWith("GET http://localhost:" + server.port() + "/path: ")
          .hasMessageNotContaining("secret")
          .hasMessageNotContaining("ss");
      assertThat(server.asked().getFirst().field("authorization"))
          .isEqualTo("Basic dXNlcjpwYSBzcw==");
    }
  }

  @Test
  void anAddressThatCannotBeAskedSaysWhy() throws Exception {
    try (HttpClient client = clients.client()) {
      for (String address : List.of("ftp://a/", "http:///a", "http://a:0/", "http://a:99999/")) {
        assertThat(TestClients.failure(client, URI.create(address)))
            .isInstanceOf(HttpFailure.InvalidRequest.class);
      }
      HttpRequest split = HttpRequest.get(URI.create("http://a/")).withHeader("a", "b\r\nc: d");
      assertThat(TestClients.failure(client, split).failure())
          .isInstanceOf(HttpFailure.InvalidRequest.class);
      assertThat(TestClients.failure(client, URI.create("http://there.invalid/")))
          .isEqualTo(new HttpFailure.NameNotFound("there.invalid"));
    }
  }

  @Test
  void aHostMayHaveAnUnderscore() throws Exception {
    try (TestServer server =
            TestServer.plain(asked -> TestServer.response(200, asked.field("host")));
        HttpClient client = clients.client()) {
      URI uri = URI.create("http://state_store:" + server.port() + "/");
      assertThat(TestClients.get(client, uri).text()).isEqualTo("state_store:" + server.port());
    }
  }
}
