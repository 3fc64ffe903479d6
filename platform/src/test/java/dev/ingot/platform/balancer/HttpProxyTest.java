package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.Headers;
import dev.ingot.http.TcpConnection;
import dev.ingot.platform.api.BalancerSpec;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests and answers pass a balancer. */
final class HttpProxyTest extends ProxyFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1",
        "Content-Length: 0\r\nContent-Length: 30\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
        "Host: y\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nGET /evil HTTP/1.1\r\n\r\n"
      })
  void aRequestThatCouldHideAnotherReachesNoBackend(String rest) throws Exception {
    ScriptedBackend a = answering(OK);
    String answer = exchange(balancer(a.backend("a")), "POST / HTTP/1.1\r\nHost: x\r\n" + rest);
    assertThat(answer).matches("(?s)HTTP/1.1 (400|501) .*Connection: close.*");
    assertThat(a.seen()).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    ScriptedBackend a =
        backend(
            (seen, connection, _) ->
                ScriptedBackend.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + seen.head().target()));
    String answer =
        exchange(
            balancer(a.backend("a")),
            "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\n" + CLOSE + "\r\n");
    assertThat(answer).containsSubsequence("\r\n\r\n/1", "\r\n\r\n/2");
  }

  @Test
  void headersOfTheHopEndHereAndTheClientIsNamed() throws Exception {
    ScriptedBackend a =
        answering(
            String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Connection: x-inner",
                "X-Inner: 1",
                "X-Kept: 2",
                "Content-Length: 0",
                "",
                ""));
    List<String> fields =
        List.of(
            "Host: x",
            "Connection: close, x-secret",
            "X-Secret: 1",
            "X-Forwarded-For: 9.9.9.9",
            "TE: trailers",
            "X-Kept: 2");
    String answer =
        exchange(
            balancer(a.backend("a")),
            "GET / HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
    assertThat(answer).contains("X-Kept: 2").doesNotContain("X-Inner");
    ScriptedBackend.Seen seen = a.seen().getFirst();
    assertThat(seen.head().headers().first("x-secret")).isEmpty();
    assertThat(seen.head().headers().first("te")).isEmpty();
    assertThat(seen.head().headers().first("x-kept")).contains("2");
    assertThat(seen.head().headers().first("host")).contains("x");
    assertThat(seen.head().headers().all("x-forwarded-for")).containsExactly("127.0.0.1");
  }

  @Test
  void whatAClientClaimsOfItsWayIsReplaced() throws Exception {
    ScriptedBackend backend = answering(OK);
    BalancerServer server = balancer(backend.backend("a"));
    exchange(
        server,
        "GET / HTTP/1.1\r\n"
            + "Host: shop.example\r\n"
            + "X-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Host: evil\r\n"
            + "X-Forwarded-Port: 443\r\n"
            + "X-Real-IP: 1.2.3.4\r\n"
            + "Forwarded: for=1.2.3.4\r\n"
            + "Connection: close\r\n\r\n");
    Headers headers = backend.seen().getFirst().head().headers();
    assertThat(headers.all("x-forwarded-proto")).containsExactly("http");
    assertThat(headers.all("x-forwarded-host")).containsExactly("shop.example");
    assertThat(headers.all("x-forwarded-for")).containsExactly("127.0.0.1");
    assertThat(headers.first("x-forwarded-port")).isEmpty();
    assertThat(headers.first("x-real-ip")).isEmpty();
    assertThat(headers.first("forwarded")).isEmpty();
  }

  @Test
  void anOldRequestWithoutAHostGetsOne() throws Exception {
    ScriptedBackend backend = answering(OK);
    BalancerServer server = balancer(backend.backend("a"));
    assertThat(exchange(server, "GET /old HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    assertThat(backend.seen().getFirst().head().headers().all("host")).hasSize(1);
  }

  @Test
  void anAbsoluteTargetIsForTheHostItNames() throws Exception {
    ScriptedBackend backend = answering(OK);
    BalancerServer server = balancer(backend.backend("a"));
    assertThat(
            exchange(
                server,
                "GET http://Shop.example:80/a?b HTTP/1.1\r\nHost: shop.example\r\nConnection:"
                    + " close\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(backend.seen().getFirst().head().target()).isEqualTo("/a?b");
    for (String target : List.of("http://admin.example/", "http://u@shop.example/", "http:///x")) {
      assertThat(exchange(server, "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n\r\n"))
          .as(target)
          .startsWith("HTTP/1.1 400");
    }
    assertThat(backend.seen()).hasSize(1);
  }

  @Test
  void aClientThatWaitsForTheGoAheadGetsIt() throws Exception {
    ScriptedBackend a = answering(OK);
    TcpConnection connection = connect(balancer(a.backend("a")));
    ScriptedBackend.write(
        connection,
        "PUT / HTTP/1.1\r\n" + CLOSE + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    assertThat(until(connection, "\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    ScriptedBackend.write(connection, "body");
    assertThat(rest(connection)).startsWith("HTTP/1.1 200").endsWith("ok");
    assertThat(a.seen().getFirst().body()).isEqualTo("body");
    assertThat(a.seen().getFirst().head().headers().first("expect")).isEmpty();
  }

  @Test
  void aLargeBodyGoesThroughInBothDirections() throws Exception {
    String large = "0123456789abcdef".repeat(20_000);
    ScriptedBackend a =
        backend(
            (seen, connection, _) ->
                ScriptedBackend.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: "
                        + seen.body().length()
                        + "\r\n\r\n"
                        + seen.body()));
    BalancerServer server = balancer(a.backend("a"));
    String chunked =
        "POST / HTTP/1.1\r\n"
            + CLOSE
            + "Transfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(large.length())
            + "\r\n"
            + large
            + "\r\n0\r\n\r\n";
    assertThat(exchange(server, chunked)).endsWith("\r\n\r\n" + large);
    String sized =
        "POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: " + large.length() + "\r\n\r\n" + large;
    assertThat(exchange(server, sized)).endsWith("\r\n\r\n" + large);
  }

  @Test
  void eventsGoOnAsTheyCome() throws Exception {
    CountDownLatch seenByClient = new CountDownLatch(1);
    ScriptedBackend a =
        backend(
            (_, connection, _) -> {
              ScriptedBackend.write(
                  connection,
                  String.join(
                      "\r\n",
                      "HTTP/1.1 200 OK",
                      "Content-Type: text/event-stream",
                      "Transfer-Encoding: chunked",
                      "",
                      "5",
                      "one\n\n",
                      ""));
              seenByClient.await();
              ScriptedBackend.write(connection, "5\r\ntwo\n\n\r\n0\r\n\r\n");
            });
    TcpConnection connection = connect(balancer(a.backend("a")));
    ScriptedBackend.write(connection, "GET / HTTP/1.1\r\n" + CLOSE + "\r\n");
    assertThat(until(connection, "one\n\n")).contains("Transfer-Encoding: chunked");
    seenByClient.countDown();
    assertThat(rest(connection)).contains("two\n\n").endsWith("0\r\n\r\n");
  }

  @Test
  void aProtocolChangeIsPassedThrough() throws Exception {
    ScriptedBackend a =
        backend(
            (seen, connection, reader) -> {
              assertThat(seen.head().headers().first("upgrade")).contains("echo");
              ScriptedBackend.write(
                  connection,
                  String.join(
                      "\r\n",
                      "HTTP/1.1 101 Switching Protocols",
                      "Connection: upgrade",
                      "Upgrade: echo",
                      "",
                      ""));
              byte[] chunk = new byte[100];
              int count = reader.awaitMessage(LIMIT) ? 0 : -1;
              byte[] first = reader.takeBuffered();
              connection.write(first, 0, first.length, LIMIT);
              while (count >= 0) {
                count = connection.read(chunk, 0, chunk.length, LIMIT);
                if (count > 0) {
                  connection.write(chunk, 0, count, LIMIT);
                }
              }
              throw new IOException("done");
            });
    TcpConnection connection = connect(balancer(a.backend("a")));
    ScriptedBackend.write(
        connection,
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nping");
    assertThat(until(connection, "ping")).startsWith("HTTP/1.1 101").contains("Upgrade: echo");
    ScriptedBackend.write(connection, "\0binary\r\n");
    assertThat(until(connection, "\n")).isEqualTo("\0binary\r\n");
    connection.shutdownOutput();
    assertThat(rest(connection)).isEmpty();
  }

  @Test
  void anOldClientGetsALengthAndTheEnd() throws Exception {
    ScriptedBackend a =
        answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    assertThat(exchange(balancer(a.backend("a")), "GET / HTTP/1.0\r\n\r\n"))
        .contains("Content-Length: 2", "Connection: close")
        .doesNotContain("chunked")
        .endsWith("\r\n\r\nok");
  }

  @Test
  void aHeadAnswerKeepsItsLengthWithoutABody() throws Exception {
    ScriptedBackend a = answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
    assertThat(
            exchange(
                balancer(a.backend("a")),
                "HEAD / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .containsSubsequence("Content-Length: 1234", "HTTP/1.1 200", "Content-Length: 1234")
        .endsWith("\r\n\r\n");
  }

  @Test
  void bytesArePassedInTcpMode() throws Exception {
    ScriptedBackend gone = answering(OK);
    ScriptedBackend a = answering("anything at all");
    BalancerServer server =
        balancer(BalancerSpec.Protocol.TCP, gone.backend("gone"), a.backend("a"));
    gone.close();
    for (int i = 0; i < 3; i++) {
      TcpConnection connection = connect(server);
      ScriptedBackend.write(connection, "GET / HTTP/1.1\r\n\r\n");
      assertThat(until(connection, "all")).isEqualTo("anything at all");
      connection.shutdownOutput();
      assertThat(rest(connection)).isEmpty();
    }
  }
}
