package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.ingot.health.Traffic;
import dev.ingot.http.TcpConnection;
import dev.ingot.platform.api.Backend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a client sees when a backend fails, and which requests are sent again. */
final class ProxyFailureTest extends ProxyFixture {
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
  void whatEachBackendAnsweredIsCounted() throws Exception {
    ScriptedBackend mixed =
        backend(
            (seen, connection, _) -> {
              switch (seen.head().target()) {
                case "/missing" ->
                    ScriptedBackend.write(
                        connection, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                case "/broken" ->
                    ScriptedBackend.write(
                        connection, "HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n");
                case "/half" -> {
                  ScriptedBackend.write(
                      connection, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                  throw new IOException("killed");
                }
                default -> ScriptedBackend.write(connection, OK);
              }
            });
    BalancerServer server = balancer(mixed.backend("a"));
    for (String path : List.of("/", "/", "/missing", "/broken")) {
      String _ = exchange(server, "GET " + path + " HTTP/1.1\r\n" + CLOSE + "\r\n");
    }
    String _ = exchange(server, "POST /half HTTP/1.1\r\nContent-Length: 0\r\n" + CLOSE + "\r\n");
    Traffic traffic = server.backends().getFirst().traffic();
    assertThat(traffic)
        .extracting(
            Traffic::successes, Traffic::clientErrors, Traffic::serverErrors, Traffic::failures)
        .containsExactly(2L, 1L, 1L, 1L);
    assertThat(traffic.latency().total()).isEqualTo(4);
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
    assertThat(answer)
        .startsWith("HTTP/1.1 502")
        .contains("closed the connection before answering");
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
        .contains("backend a did not answer in time");
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
}
