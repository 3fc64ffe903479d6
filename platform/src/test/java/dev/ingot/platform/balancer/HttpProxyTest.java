package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ingot.http.Headers;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.BalancerSpec.Settings;
import dev.ingot.platform.host.Processes;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Settings SETTINGS =
      new Settings(
          Duration.ofMillis(20),
          2,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          3,
          64 * 1024);

  private final Watchdog watchdog = new Watchdog();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : opened.reversed()) {
      closeable.close();
    }
    watchdog.close();
  }

  private <T extends AutoCloseable> T open(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  private ScriptedBackend backend(ScriptedBackend.Script script) throws IOException {
    return open(new ScriptedBackend(watchdog, script));
  }

  private ScriptedBackend answering(String text) throws IOException {
    return open(ScriptedBackend.answering(watchdog, text));
  }

  private BalancerServer balancer(Backend... backends) throws Exception {
    return balancer(BalancerSpec.Protocol.HTTP, backends);
  }

  private BalancerServer balancer(BalancerSpec.Protocol protocol, Backend... backends)
      throws Exception {
    BalancerSpec spec =
        new BalancerSpec(
            "web",
            "127.0.0.1",
            BalancerServerTest.freePort(),
            protocol,
            Arrays.asList(backends),
            Optional.empty(),
            SETTINGS);
    BalancerServer server =
        open(BalancerServer.start(spec, watchdog, Processes.ofHost(), Log.none()));
    while (server.backends().stream().filter(b -> b.health().isHealthy()).count()
        < backends.length) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return server;
  }

  private TcpConnection connect(BalancerServer server) throws IOException {
    return open(
        TcpConnection.connect(InetAddress.ofLiteral("127.0.0.1"), server.port(), LIMIT, watchdog));
  }

  /** Sends bytes, gives everything until the connection ends. */
  private String exchange(BalancerServer server, String request) throws IOException {
    TcpConnection connection = connect(server);
    ScriptedBackend.write(connection, request);
    return rest(connection);
  }

  private static String rest(TcpConnection connection) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] chunk = new byte[8192];
    for (int count = connection.read(chunk, 0, chunk.length, LIMIT);
        count >= 0;
        count = connection.read(chunk, 0, chunk.length, LIMIT)) {
      text.append(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  private static String until(TcpConnection connection, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] one = new byte[1];
    while (!text.toString().endsWith(end)) {
      if (connection.read(one, 0, 1, LIMIT) < 0) {
        throw new IOException("ended after " + text);
      }
      text.append((char) (one[0] & 0xff));
    }
    return text.toString();
  }

  private static final String CLOSE = "Host: x\r\nConnection: close\r\n";

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
  void aRequestThatEndsBackendsIsSentToTwoAtMost() throws Exception {
    ScriptedBackend.Script die = (_, connection, _) -> connection.close();
    List<ScriptedBackend> backends =
        List.of(backend(die), backend(die), backend(die), backend(die));
    List<Backend> all = new ArrayList<>();
    for (int i = 0; i < backends.size(); i++) {
      all.add(backends.get(i).backend("b" + i));
    }
    BalancerServer server = balancer(all.toArray(Backend[]::new));
    assertThat(exchange(server, "GET /die HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 502");
    assertThat(backends.stream().mapToInt(backend -> backend.seen().size()).sum()).isEqualTo(2);
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
  void aSafeRequestThatBreaksOffIsSentToAnotherBackend() throws Exception {
    ScriptedBackend broken =
        backend(
            (_, _, _) -> {
              throw new IOException("killed");
            });
    ScriptedBackend half =
        backend(
            (_, connection, _) -> {
              ScriptedBackend.write(
                  connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
              throw new IOException("killed");
            });
    ScriptedBackend good = answering(OK);
    for (ScriptedBackend bad : List.of(broken, half)) {
      BalancerServer server = balancer(bad.backend("a"), good.backend("b"));
      for (int i = 0; i < 6; i++) {
        assertThat(exchange(server, "GET / HTTP/1.1\r\n" + CLOSE + "\r\n"))
            .startsWith("HTTP/1.1 200")
            .endsWith("\r\n\r\nok");
      }
      assertThat(server.retries()).isPositive();
      assertThat(server.failed()).isZero();
    }
  }

  @Test
  void anUnsafeRequestThatReachedABackendIsNotSentTwice() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ScriptedBackend.Script breaking =
        (_, _, _) -> {
          count.incrementAndGet();
          throw new IOException("killed");
        };
    ScriptedBackend a = backend(breaking);
    ScriptedBackend b = backend(breaking);
    String answer =
        exchange(
            balancer(a.backend("a"), b.backend("b")),
            "POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 1\r\n\r\nx");
    assertThat(answer).startsWith("HTTP/1.1 502").contains("broke off before it answered");
    assertThat(count).hasValue(1);
  }

  @Test
  void anyRequestIsSentElsewhereWhenTheConnectionIsRefused() throws Exception {
    ScriptedBackend gone = answering(OK);
    ScriptedBackend good = answering(OK);
    BalancerServer server = balancer(gone.backend("a"), good.backend("b"));
    gone.close();
    for (int i = 0; i < 4; i++) {
      assertThat(exchange(server, "POST / HTTP/1.1\r\n" + CLOSE + "Content-Length: 1\r\n\r\nx"))
          .startsWith("HTTP/1.1 200");
    }
    assertThat(good.seen()).hasSize(4);
  }

  @Test
  void aLargeAnswerThatBreaksOffIsSeenToBeBroken() throws Exception {
    ScriptedBackend a =
        backend(
            (_, connection, _) -> {
              ScriptedBackend.write(
                  connection,
                  "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(300_000));
              throw new IOException("killed");
            });
    BalancerServer server = balancer(a.backend("a"));
    TcpConnection connection = connect(server);
    ScriptedBackend.write(connection, "GET / HTTP/1.1\r\n" + CLOSE + "\r\n");
    assertThatIOException().isThrownBy(() -> rest(connection)).withMessageContaining("reset");
    assertThat(server.failed()).isEqualTo(1);
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
  void withoutAnyBackendARequestIsToldSoAfterAMoment() throws Exception {
    assertThat(exchange(balancer(), "GET / HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 503")
        .contains("no healthy backend");
  }

  @Test
  void anAnswerThatIsNotHttpIsToldAsSuch() throws Exception {
    ScriptedBackend a = answering("SSH-2.0-x\r\n\r\n");
    assertThat(exchange(balancer(a.backend("a")), "GET / HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 502")
        .contains("backend a: its answer is not HTTP");
    ScriptedBackend b =
        answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertThat(exchange(balancer(b.backend("b")), "GET / HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 502");
  }

  @Test
  void aBackendThatSaysNothingIsGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    ScriptedBackend a = backend((_, _, _) -> end.await());
    assertThat(exchange(balancer(a.backend("a")), "GET / HTTP/1.1\r\n" + CLOSE + "\r\n"))
        .startsWith("HTTP/1.1 504")
        .contains("backend a gave no answer in time");
    end.countDown();
  }

  @Test
  void drainingWaitsForTheRequestInFlight() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ScriptedBackend a =
        backend(
            (_, connection, _) -> {
              arrived.countDown();
              go.await();
              ScriptedBackend.write(connection, OK);
            });
    BalancerServer server = balancer(a.backend("a"));
    TcpConnection connection = connect(server);
    ScriptedBackend.write(connection, "GET / HTTP/1.1\r\n" + CLOSE + "\r\n");
    arrived.await();
    assertThat(server.drain("a", Duration.ofMillis(50))).contains(1);
    go.countDown();
    assertThat(server.drain("a", LIMIT)).contains(0);
    assertThat(rest(connection)).endsWith("ok");
    assertThat(server.drain("b", LIMIT)).isEmpty();
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
