package dev.ingot.platform.balancer;

import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Connects each client to one backend, trying others until one accepts. */
final class TcpProxy {
  private final BackendPool pool;
  private final Counters counters;
  private final Watchdog watchdog;

  TcpProxy(BackendPool pool, Counters counters, Watchdog watchdog) {
    this.pool = pool;
    this.counters = counters;
    this.watchdog = watchdog;
  }

  /** Serves a client until one of the two ends the connection. */
  void serve(TcpConnection client) throws InterruptedException {
    counters.requests.increment();
    Set<String> tried = new HashSet<>();
    long deadline = System.nanoTime() + pool.settings().waitForBackend().toNanos();
    Optional<BackendSlot> slot = pool.acquire(tried, deadline);
    while (slot.isPresent()) {
      BackendSlot backend = slot.get();
      try {
        if (connected(client, backend)) {
          return;
        }
      } finally {
        pool.release(backend);
      }
      pool.refused(backend);
      tried.add(backend.backend.id());
      counters.retries.increment();
      slot = pool.acquire(tried, deadline);
    }
    counters.failed.increment();
    client.resetOnClose();
  }

  private boolean connected(TcpConnection client, BackendSlot slot) {
    TcpConnection backend;
    long start = System.nanoTime();
    try {
      backend =
          TcpConnection.connect(
              InetAddress.ofLiteral(slot.backend.address()),
              slot.backend.port(),
              pool.settings().connectTimeout(),
              watchdog);
    } catch (IOException | IllegalArgumentException e) {
      slot.traffic.failed();
      return false;
    }
    slot.traffic.connected(System.nanoTime() - start);
    Tunnel.run(client, new byte[0], backend, new byte[0]);
    return true;
  }
}
