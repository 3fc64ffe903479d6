package dev.ingot.platform.api;

import dev.ingot.health.Check;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a balancer is to be.
 *
 * @param name for people
 * @param host the address it listens at, usually 127.0.0.1
 * @param port the TCP port it listens at
 * @param protocol what it speaks
 * @param backends where it sends requests
 * @param check how it asks whether a backend is healthy; empty asks by a TCP connection. Its port,
 *     when 0, is the backend's own
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

  /** What a balancer speaks. */
  public enum Protocol {
    /** HTTP/1.1 (and 1.0): requests are balanced one by one and can be sent again. */
    HTTP,
    /** Bytes: connections are balanced. */
    TCP
  }

  /**
   * Times and sizes of a balancer.
   *
   * @param checkInterval between two health checks of a backend
   * @param fall failed checks in a row until a backend counts as unhealthy
   * @param rise good checks in a row until it counts as healthy again
   * @param connectTimeout for a connection to a backend
   * @param responseTimeout until a backend begins to answer
   * @param idleTimeout for a connection with nothing on it
   * @param waitForBackend how long a request waits while no backend is healthy
   * @param drainTimeout how long requests in flight may take when a backend is drained
   * @param retries how often one request is sent again at most
   * @param bufferBytes how much of a request or response is held so that it can be sent again
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
    /** What is used when nothing is said. */
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

    /** The same with this time for requests in flight. */
    public Settings withDrainTimeout(Duration value) {
      return new Settings(
          checkInterval,
          fall,
          rise,
          connectTimeout,
          responseTimeout,
          idleTimeout,
          waitForBackend,
          value,
          retries,
          bufferBytes);
    }

    /** The same with this time until a backend begins to answer. */
    public Settings withResponseTimeout(Duration value) {
      return new Settings(
          checkInterval,
          fall,
          rise,
          connectTimeout,
          value,
          idleTimeout,
          waitForBackend,
          drainTimeout,
          retries,
          bufferBytes);
    }

    /** The same with this time between checks. */
    public Settings withCheckInterval(Duration value) {
      return new Settings(
          value,
          fall,
          rise,
          connectTimeout,
          responseTimeout,
          idleTimeout,
          waitForBackend,
          drainTimeout,
          retries,
          bufferBytes);
    }
  }

  public BalancerSpec {
    backends = List.copyOf(backends);
  }

  /** An HTTP balancer on a loopback port without backends yet. */
  public static BalancerSpec http(String name, int port) {
    return new BalancerSpec(
        name, "127.0.0.1", port, Protocol.HTTP, List.of(), Optional.empty(), Settings.DEFAULT);
  }

  /** The same with these backends. */
  public BalancerSpec withBackends(List<Backend> value) {
    return new BalancerSpec(name, host, port, protocol, value, check, settings);
  }
}
