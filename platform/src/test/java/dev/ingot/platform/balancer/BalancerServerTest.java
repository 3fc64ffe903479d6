package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.storage.log.Level;
import dev.ingot.storage.log.Log;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class BalancerServerTest {
  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Backend backend(String id, BackendProcess process) {
    return new Backend(id, "127.0.0.1", process.port());
  }

  @Test
  void noRequestIsLostWhileBackendsComeGoAndDie() throws Exception {
    try (Watchdog watchdog = new Watchdog();
        BackendProcess a = BackendProcess.start();
        BackendProcess b = BackendProcess.start();
        BackendProcess c = BackendProcess.start();
        BackendProcess d = BackendProcess.start()) {
      BalancerSpec spec =
          BalancerSpec.http("web", freePort())
              .withBackends(List.of(backend("a", a), backend("b", b)));
      try (BalancerServer server =
              BalancerServer.start(spec, watchdog, Processes.ofHost(), Log.none());
          LoadGenerator load = new LoadGenerator(server.port(), 12, watchdog)) {
        load.awaitMore(200);
        server.update(List.of(backend("a", a), backend("b", b), backend("c", c)));
        load.awaitMore(200);
        assertThat(server.drain("a", Duration.ofSeconds(5))).contains(0);
        load.awaitMore(200);
        assertThat(server.update(List.of(backend("b", b), backend("c", c)))).isZero();
        a.kill();
        load.awaitMore(200);
        b.kill();
        load.awaitMore(200);
        server.update(List.of(backend("c", c), backend("d", d)));
        load.awaitMore(200);
        c.kill();
        load.awaitMore(500);
        assertThat(load.lost()).isEmpty();
        System.out.println(
            "balancer: "
                + load.answered()
                + " requests, "
                + server.retries()
                + " sent again, 0 lost");
      }
    }
  }

  @Test
  void whatHappensToBackendsIsLoggedAndNoSingleRequest() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Log log = new Log(lines::add, Level.DEBUG, Clock.systemUTC());
    try (Watchdog watchdog = new Watchdog();
        BackendProcess a = BackendProcess.start();
        BackendProcess b = BackendProcess.start()) {
      BalancerSpec spec =
          BalancerSpec.http("web", freePort()).withBackends(List.of(backend("a", a)));
      try (BalancerServer server = BalancerServer.start(spec, watchdog, Processes.ofHost(), log)) {
        assertThat(next(lines)).contains("INFO \"backend is healthy\" backend=a at=127.0.0.1:");
        try (LoadGenerator load = new LoadGenerator(server.port(), 2, watchdog)) {
          load.awaitMore(100);
        }
        server.update(spec.withBackends(List.of(backend("b", b))));
        // Two threads tell these.
        assertThat(List.of(next(lines), next(lines), next(lines)))
            .satisfiesExactlyInAnyOrder(
                line -> assertThat(line).contains("INFO \"backend is healthy\" backend=b"),
                line ->
                    assertThat(line).contains("INFO \"backend was drained and removed\" backend=a"),
                line ->
                    assertThat(line)
                        .contains("INFO \"settings were changed\" backends=1 in_flight=0"));
        b.kill();
        assertThat(next(lines)).contains("WARN \"backend is unhealthy\" backend=b", "refused");
        server.drain("b", Duration.ofSeconds(5));
        assertThat(next(lines)).contains("INFO \"backend was drained\" backend=b in_flight=0");
      }
      assertThat(lines).isEmpty();
    }
  }

  @Test
  void aBackendThatCanNotBeReachedIsLoggedOnce() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Log log = new Log(lines::add, Level.DEBUG, Clock.systemUTC());
    try (Watchdog watchdog = new Watchdog();
        BackendProcess process = BackendProcess.start()) {
      Backend backend = backend("a", process);
      // So rarely that no check finds it dead before a request does.
      BalancerSpec spec =
          new BalancerSpec(
              "web",
              "127.0.0.1",
              1,
              BalancerSpec.Protocol.HTTP,
              List.of(),
              Optional.empty(),
              checkedEvery(Duration.ofHours(1)));
      BackendSlot slot;
      try (BackendPool pool = new BackendPool(spec, new NetworkProber(watchdog), log)) {
        pool.update(List.of(backend), Duration.ZERO);
        slot = pool.acquire(Set.of(), System.nanoTime() + 20_000_000_000L).orElseThrow();
        assertThat(next(lines)).contains("backend is healthy");
        process.kill();
        pool.refused(slot);
        pool.refused(slot);
        assertThat(next(lines)).contains("WARN \"backend could not be reached\" backend=a at=");
      }
      assertThat(lines).noneMatch(line -> line.contains("could not be reached"));
    }
  }

  private static String next(BlockingQueue<String> lines) throws InterruptedException {
    return String.valueOf(lines.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void aTakenPortIsToldWithItsHolder() throws Exception {
    try (Watchdog watchdog = new Watchdog();
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      BalancerSpec spec = BalancerSpec.http("web", socket.getLocalPort());
      Assertions.assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> BalancerServer.start(spec, watchdog, Processes.ofHost(), Log.none()))
          .satisfies(
              e -> {
                assertThat(e.code()).isEqualTo(PlatformException.Code.PORT_TAKEN);
                assertThat(e.getMessage())
                    .contains(
                        "port "
                            + socket.getLocalPort()
                            + " of 127.0.0.1 is already in use by process "
                            + ProcessHandle.current().pid());
              });
    }
  }

  private static BalancerSpec.Settings checkedEvery(Duration interval) {
    BalancerSpec.Settings usual = BalancerSpec.Settings.DEFAULT;
    return new BalancerSpec.Settings(
        interval,
        usual.fall(),
        usual.rise(),
        usual.connectTimeout(),
        usual.responseTimeout(),
        usual.idleTimeout(),
        usual.waitForBackend(),
        usual.drainTimeout(),
        usual.retries(),
        usual.bufferBytes());
  }
}
