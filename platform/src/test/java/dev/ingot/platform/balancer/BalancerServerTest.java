package dev.ingot.platform.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.http.Watchdog;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
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
      try (BalancerServer server = BalancerServer.start(spec, watchdog, Processes.ofHost());
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
  void aTakenPortIsToldWithItsHolder() throws Exception {
    try (Watchdog watchdog = new Watchdog();
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      BalancerSpec spec = BalancerSpec.http("web", socket.getLocalPort());
      Assertions.assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> BalancerServer.start(spec, watchdog, Processes.ofHost()))
          .satisfies(
              e -> {
                assertThat(e.code()).isEqualTo(PlatformException.Code.PORT_TAKEN);
                assertThat(e.getMessage())
                    .contains(
                        "port "
                            + socket.getLocalPort()
                            + " of 127.0.0.1 is taken by process "
                            + ProcessHandle.current().pid());
              });
    }
  }
}
