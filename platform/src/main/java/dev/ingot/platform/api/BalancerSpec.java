package dev.ingot.platform.api;

import dev.ingot.health.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The specification of a balancer.
 *
 * @param name a name for people to read
 * @param host the address it listens at, usually 127.0.0.1
 * @param port the TCP port it listens at
 * @param protocol the protocol it balances
 * @param backends where it sends requests
 * @param check its health check for backends; without one it opens a TCP connection. A port of 0
 *     means the backend's own
 * @param settings times and sizes
 */
public record BalancerSpec(
    String name,
    String host,
    int port,
    Protocol protocol,
    List<Backend> backends,
    Optional<Check.Direct> check,
    Settings settings) {

  /** The protocol a balancer balances. */
  public enum Protocol {
    /** HTTP/1.1 (and 1.0): requests are balanced one by one and can be retried. */
    HTTP,
    /** Plain TCP: connections are balanced. */
    TCP
  }

  /**
   * Times and sizes of a balancer.
   *
   * @param checkInterval time between two health checks of a backend
   * @param fall failed checks in a row until a backend counts as unhealthy
   * @param rise successful checks in a row until it counts as healthy again
   * @param connectTimeout limit for connecting to a backend
   * @param responseTimeout limit until a backend begins to answer
   * @param idleTimeout how long an idle connection is kept
   * @param waitForBackend how long a request waits while no backend is healthy
   * @param drainTimeout how long requests in flight may take when a backend is drained
   * @param retries how often a request is retried at most
   * @param bufferBytes how much of a request or response is buffered so that it can be sent again
   */
  public record Settings(
      Duration checkInterval,
      int fall,
      int rise,
      Duration connectTimeout,
      Duration responseTimeout,
      Duration idleTimeout,
      Duration waitForBackend,
      Duration drainTimeout,
      int retries,
      int bufferBytes) {
    /** The defaults. */
    public static final Settings DEFAULT =
        new Settings(
            Duration.ofMillis(200),
            2,
            1,
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(75),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            3,
            1 << 20);
  }

  public BalancerSpec {
    backends = List.copyOf(backends);
  }

  /** An HTTP balancer on a loopback port, without backends. */
  public static BalancerSpec http(String name, int port) {
    return new BalancerSpec(
        name, "127.0.0.1", port, Protocol.HTTP, List.of(), Optional.empty(), Settings.DEFAULT);
  }

  /** A copy with these backends. */
  public BalancerSpec withBackends(List<Backend> value) {
    return new BalancerSpec(name, host, port, protocol, value, check, settings);
  }
}
