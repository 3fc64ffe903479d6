package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.kit.TestAuthority;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RedirectTest {
  private final TestClients clients = new TestClients();

  private static Reply to(int status, String location) {
    return TestServer.response(status, "").with("Location", location);
  }

  private static Function<Asked, Reply> redirecting(int status, String location) {
    return asked ->
        asked.target().equals("/from") ? to(status, location) : TestServer.response(200, "there");
  }

  @Test
  void relativeAndMalformedLocationsAreFollowed() throws Exception {
    try (TestServer server = TestServer.plain(redirecting(302, "to there?q=ü"));
        HttpClient client = clients.client()) {
      HttpResponse response = TestClients.get(client, server.uri("/from"));
      assertThat(response.text()).isEqualTo("there");
      assertThat(server.asked().getLast().target()).isEqualTo("/to%20there?q=%C3%BC");
    }
  }

  @Test
  void methodAndBodyFollowTheRules() throws Exception {
    for (String rule :
        List.of(
            "POST 301 GET",
            "POST 302 GET",
            "PUT 302 PUT",
            "PUT 303 GET",
            "POST 307 POST",
            "POST 308 POST",
            "HEAD 303 HEAD",
            "DELETE 303 GET")) {
      String[] parts = rule.split(" ", -1);
      int status = Integer.parseInt(parts[1]);
      try (TestServer server = TestServer.plain(redirecting(status, "/to"));
          HttpClient client = clients.client()) {
        HttpRequest request = HttpRequest.of(parts[0], server.uri("/from"));
        if (parts[0].startsWith("P")) {
          RequestBody body = RequestBody.of("content".getBytes(StandardCharsets.UTF_8));
          request = request.withBody(body, "a/b");
        }
        HttpResponse _ = client.send(request, new Cancellation());
        Asked last = server.asked().getLast();
        assertThat(last.head().method()).as(rule).isEqualTo(parts[2]);
        assertThat(last.body()).as(rule).isEqualTo(parts[2].startsWith("P") ? "content" : "");
        assertThat(last.field("content-type").isEmpty()).as(rule).isEqualTo(last.body().isEmpty());
      }
    }
  }

  @Test
  void aCircleEnds() throws Exception {
    try (TestServer server = TestServer.plain(_ -> to(302, "/from"));
        HttpClient client = clients.client()) {
      assertThat(TestClients.failure(client, server.uri("/from")))
          .isEqualTo(new HttpFailure.TooManyRedirects(10));
      assertThat(server.asked()).hasSize(11);
    }
  }

  @Test
  void noneIsFollowedWhereTheCallerDecides() throws Exception {
    try (TestServer server = TestServer.plain(redirecting(302, "/to"));
        HttpClient client = clients.client(clients.settings().withRedirects(0))) {
      assertThat(TestClients.get(client, server.uri("/from")).status()).isEqualTo(302);
    }
  }

  @Test
  void secretsStayWithTheirHost() throws Exception {
    try (TestServer other = TestServer.plain(_ -> TestServer.response(200, "there"));
        TestServer server =
            TestServer.plain(
                asked ->
                    asked.target().equals("/from")
                        ? to(302, "/next")
                        : to(302, "http://elsewhere.test:" + other.port() + "/"));
        HttpClient client = clients.client()) {
      HttpRequest request =
          HttpRequest.get(server.uri("/from"))
              .withBearer("token")
              .withSecret("X-Token", "secret")
              .withHeader("Cookie", "a=b")
              .withHeader("Accept", "text/plain");
      assertThat(client.send(request, new Cancellation()).text()).isEqualTo("there");
      assertThat(server.asked().get(1).field("authorization")).isEqualTo("Bearer token");
      assertThat(server.asked().get(1).field("x-token")).isEqualTo("secret");
      Asked last = other.asked().getFirst();
      assertThat(last.field("authorization")).isEmpty();
      assertThat(last.field("x-token")).isEmpty();
      assertThat(last.field("cookie")).isEmpty();
      assertThat(last.field("accept")).isEqualTo("text/plain");
    }
  }

  @Test
  void nothingSecretLeavesTls() throws Exception {
    TestAuthority authority = TestAuthority.named("authority");
    TlsSettings tls =
        new TlsSettings(
            new Trust.Authorities(List.of(authority.pem())), Optional.empty(), Optional.empty());
    try (TestServer plain = TestServer.plain(_ -> TestServer.response(200, "there"));
        TestServer server =
            TestServer.secure(
                authority.sign("server", "localhost").context(),
                _ -> to(307, "http://localhost:" + plain.port() + "/?token=secret"));
        HttpClient client = clients.client(clients.settings().withTls(tls))) {
      HttpRequest get = HttpRequest.get(server.uri("/"));
      assertThat(client.send(get, new Cancellation()).text()).isEqualTo("there");
      assertThat(TestClients.failure(client, get.withBearer("token")))
          .hasMessageContaining("which was not followed")
          .hasMessageNotContaining("secret");
      HttpRequest put =
          HttpRequest.of("PUT", server.uri("/")).withBody(RequestBody.of(new byte[1]), "a/b");
      assertThat(TestClients.failure(client, put).failure())
          .isInstanceOf(HttpFailure.UnsafeRedirect.class);
      assertThat(plain.asked()).hasSize(1);
    }
  }

  @Test
  void otherSchemesAreNotFollowed() throws Exception {
    for (String location : List.of("file:///etc/passwd", "ftp://a/b", "http://", "http://[::")) {
      try (TestServer server = TestServer.plain(redirecting(302, location));
          HttpClient client = clients.client()) {
        assertThat(TestClients.failure(client, server.uri("/from")))
            .isInstanceOf(HttpFailure.UnsafeRedirect.class);
      }
    }
  }
}
