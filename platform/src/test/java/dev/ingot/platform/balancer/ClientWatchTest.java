package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.TcpConnection;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.BalancerSpec.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that go away before they have their answer, and ones that wait. */
final class ClientWatchTest extends ProxyFixture {
  private static final String SLOW = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";

  /** A backend may take much longer than these tests. */
  private static final Settings PATIENT =
      new Settings(
          Duration.ofMillis(20),
          2,
          1,
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5),
          3,
          64 * 1024);

  /** Whether the balancer closed the connection of a request. */
  private final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();

  /** Never answers {@code /slow}; begins to answer {@code /half} only. */
  private final ScriptedBackend.Script slow =
      (seen, connection, reader) -> {
        switch (seen.head().target()) {
          case "/slow" -> closed.add(!reader.awaitMessage(LIMIT));
          case "/half" -> {
            ScriptedBackend.write(
                connection,
                "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n" + "x".repeat(200_000));
            closed.add(!reader.awaitMessage(LIMIT));
          }
          default -> ScriptedBackend.write(connection, OK);
        }
      };

  private BalancerServer before(ScriptedBackend... backends) throws Exception {
    return balancer(
        BalancerSpec.Protocol.HTTP,
        PATIENT,
        java.util.stream.IntStream.range(0, backends.length)
            .mapToObj(i -> backends[i].backend("b" + i))
            .toArray(dev.ingot.platform.api.Backend[]::new));
  }

  private boolean nextClosed() throws InterruptedException {
    return Boolean.TRUE.equals(closed.poll(60, TimeUnit.SECONDS));
  }

  @Test
  void theBackendOfAClientThatWentAwayIsFreeAgainAndNotBlamed() throws Exception {
    ScriptedBackend a = backend(slow);
    ScriptedBackend b = backend(slow);
    BalancerServer server = before(a, b);
    List<TcpConnection> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      TcpConnection client = connect(server);
      ScriptedBackend.write(client, SLOW);
      clients.add(client);
    }
    while (a.seen().size() + b.seen().size() < 100) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    clients.forEach(TcpConnection::close);
    for (int i = 0; i < 100; i++) {
      assertThat(nextClosed()).isTrue();
    }
    assertThat(a.seen().size() + b.seen().size()).as("sent to no other backend").isEqualTo(100);
    assertThat(server.retries()).isZero();
    assertThat(server.failed()).isZero();
    assertThat(server.backends())
        .allSatisfy(
            backend -> {
              assertThat(backend.health().isHealthy()).isTrue();
              assertThat(backend.traffic().failures()).isZero();
            });
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAnAnswerEndsIt() throws Exception {
    BalancerServer server = before(backend(slow));
    TcpConnection client = connect(server);
    ScriptedBackend.write(client, SLOW.replace("slow", "half"));
    String _ = until(client, "\r\n\r\n");
    client.close();
    assertThat(nextClosed()).isTrue();
    assertThat(server.backends().getFirst().traffic().failures()).isZero();
  }

  @Test
  void aClientThatWaitsGetsItsAnswerAndTheNextOne() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    ScriptedBackend backend =
        backend(
            (seen, connection, _) -> {
              if (seen.head().target().equals("/slow")) {
                ready.await();
              }
              ScriptedBackend.write(connection, OK);
            });
    BalancerServer server = before(backend);
    TcpConnection patient = connect(server);
    ScriptedBackend.write(patient, SLOW);
    // Longer than it takes until its connection is read for the next request.
    CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS).execute(ready::countDown);
    for (int round = 0; round < 3; round++) {
      assertThat(until(patient, "ok")).startsWith("HTTP/1.1 200");
      ScriptedBackend.write(patient, round == 1 ? SLOW : SLOW.replace("slow", "quick"));
    }
    assertThat(until(patient, "ok")).startsWith("HTTP/1.1 200");
    // Two requests at once, the second of which is read while the first waits.
    ScriptedBackend.write(patient, SLOW + SLOW);
    assertThat(until(patient, "ok")).startsWith("HTTP/1.1 200");
    assertThat(until(patient, "ok")).startsWith("HTTP/1.1 200");
    assertThat(server.failed()).isZero();
  }
}
