package dev.ingot.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailure.Phase;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostileServerTest {
  private final TestClients clients = new TestClients();

  private HttpFailure against(Reply reply) throws IOException {
    ClientSettings settings =
        clients.settings().withRetries(Retries.NONE).withLimits(TestClients.SHORT);
    try (TestServer server = TestServer.plain(_ -> reply);
        HttpClient client = clients.client(settings)) {
      HttpRequest request = HttpRequest.get(server.uri("/")).withMost(100_000);
      return TestClients.failure(client, request).failure();
    }
  }

  private static Reply.Endless endless(String start, String again) {
    return new Reply.Endless(start, again, Duration.ofMillis(1));
  }

  @Test
  void aHeadWithoutEndIsNotReadOn() throws Exception {
    assertThat(against(endless("HTTP/1.1 200 OK\r\n", "A: " + "b".repeat(4000) + "\r\n")))
        .isInstanceOf(HttpFailure.NotHttp.class);
    assertThat(against(endless("HTTP/1.1 200 OK\r\n", "a".repeat(4000))))
        .isInstanceOf(HttpFailure.NotHttp.class);
  }

  @Test
  void interimResponsesWithoutEndAreNotReadOn() throws Exception {
    assertThat(against(endless("", "HTTP/1.1 103 Early Hints\r\n\r\n")))
        .isInstanceOf(HttpFailure.NotHttp.class);
  }

  @Test
  void aHeadThatDripsEndsInTime() throws Exception {
    assertThat(against(endless("HTTP/1.1 200 OK\r\nA: ", "b")))
        .isEqualTo(new HttpFailure.TimedOut(Phase.RESPONSE, Duration.ofMillis(400)));
  }

  @Test
  void aBodyThatDripsEndsInTime() throws Exception {
    assertThat(against(endless("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", "b")))
        .isEqualTo(new HttpFailure.TimedOut(Phase.BODY, Duration.ofMillis(400)));
  }

  @Test
  void silenceEndsInTime() throws Exception {
    assertThat(against(new Reply.Silence()))
        .isEqualTo(new HttpFailure.TimedOut(Phase.RESPONSE, Duration.ofMillis(400)));
  }

  @Test
  void aBodyWithoutEndIsNotReadOn() throws Exception {
    assertThat(against(endless("HTTP/1.1 200 OK\r\n\r\n", "b".repeat(50_000))))
        .isEqualTo(new HttpFailure.TooLarge(100_000));
  }

  @Test
  void aBodyThatIsShorterThanAnnouncedIsALostConnection() throws Exception {
    assertThat(against(TestServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")))
        .isInstanceOf(HttpFailure.ConnectionLost.class);
    assertThat(
            against(
                TestServer.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal")))
        .isInstanceOf(HttpFailure.ConnectionLost.class);
  }

  @Test
  void contradictingLengthsAreNotHttp() throws Exception {
    assertThat(
            against(
                TestServer.raw(
                    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")))
        .isInstanceOf(HttpFailure.NotHttp.class);
    assertThat(against(TestServer.raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nab")))
        .isInstanceOf(HttpFailure.NotHttp.class);
  }

  @Test
  void whatSpeaksSomethingElseIsNotHttp() throws Exception {
    assertThat(against(TestServer.raw("220 mail.example.com ESMTP\r\n")))
        .isInstanceOf(HttpFailure.NotHttp.class);
    assertThat(against(TestServer.raw("SSH-2.0-OpenSSH_9.2\r\n")))
        .isInstanceOf(HttpFailure.NotHttp.class);
    assertThat(against(TestServer.raw("HTTP/2 200\r\n\r\n")))
        .isInstanceOf(HttpFailure.NotHttp.class);
  }

  @Test
  void whatFollowsAResponseUnaskedIsNotTheNextOne() throws Exception {
    Reply two =
        TestServer.raw(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfake");
    try (TestServer server = TestServer.plain(_ -> two);
        HttpClient client = clients.client()) {
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("ok");
      assertThat(TestClients.get(client, server.uri("/")).text()).isEqualTo("ok");
    }
  }

  @Test
  void aCancelEndsARequestThatWaits() throws Exception {
    Cancellation cancellation = new Cancellation();
    try (TestServer server =
            TestServer.plain(
                _ -> {
                  cancellation.cancel();
                  return new Reply.Silence();
                });
        HttpClient client = clients.client()) {
      HttpRequest request = HttpRequest.get(server.uri("/"));
      assertThat(
              org.assertj.core.api.Assertions.catchThrowableOfType(
                      dev.ingot.http.HttpFailureException.class,
                      () -> client.send(request, cancellation))
                  .failure())
          .isEqualTo(new HttpFailure.Cancelled());
      assertThat(server.asked()).hasSize(1);
    }
  }
}
