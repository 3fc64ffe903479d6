package dev.ingot.platform.balancer;

import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running balancer: its listener, its backends, its counters. */
public final class BalancerServer implements AutoCloseable {
  /** How many connections wait in the kernel. */
  public static final int BACKLOG = 4096;

  private static final int MAX_CONNECTIONS = 8192;
  private static final long MAX_HELD_BYTES = 128L << 20;

  private final ServerSocket listener;
  private final BackendPool pool;
  private final Log log;
  private final Counters counters = new Counters();
  private final Watchdog watchdog;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpProxy http;
  private final TcpProxy tcp;
  private final BalancerSpec.Protocol protocol;

  private BalancerServer(ServerSocket listener, BalancerSpec spec, Watchdog watchdog, Log log) {
    this.listener = listener;
    this.watchdog = watchdog;
    this.log = log;
    this.pool = new BackendPool(spec, new NetworkProber(watchdog), log);
    this.http = new HttpProxy(pool, counters, new BufferBudget(MAX_HELD_BYTES), watchdog, stopping);
    this.tcp = new TcpProxy(pool, counters, watchdog);
    this.protocol = spec.protocol();
  }

  /**
   * Starts serving at a socket that listens already.
   *
   * @param log gets the events of backends, never single requests
   */
  public static BalancerServer start(
      BalancerSpec spec, ServerSocketChannel listening, Watchdog watchdog, Log log)
      throws InterruptedException {
    return start(spec, listening.socket(), watchdog, log);
  }

  /**
   * Starts listening.
   *
   * @param log gets the events of backends, never single requests
   * @throws PlatformException when the port is taken, naming who holds it where that can be seen
   */
  public static BalancerServer start(
      BalancerSpec spec, Watchdog watchdog, Processes processes, Log log)
      throws PlatformException, InterruptedException {
    return start(spec, listen(spec, processes), watchdog, log);
  }

  private static BalancerServer start(
      BalancerSpec spec, ServerSocket listener, Watchdog watchdog, Log log)
      throws InterruptedException {
    BalancerServer server = new BalancerServer(listener, spec, watchdog, log);
    server.pool.update(spec.backends(), Duration.ZERO);
    Thread.ofVirtual().name("accept").start(server::accept);
    return server;
  }

  private static ServerSocket listen(BalancerSpec spec, Processes processes)
      throws PlatformException {
    String where = spec.host() + ":" + spec.port();
    try {
      ServerSocket socket = new ServerSocket();
      boolean bound = false;
      try {
        socket.setReuseAddress(true);
        socket.bind(
            new InetSocketAddress(InetAddress.ofLiteral(spec.host()), spec.port()), BACKLOG);
        bound = true;
        return socket;
      } finally {
        if (!bound) {
          socket.close();
        }
      }
    } catch (BindException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains("in use")) {
        throw taken(spec, processes);
      }
      throw new PlatformException(
          Code.FORBIDDEN,
          "can't listen at " + where + ": " + message,
          spec.port() < 1024
              ? "Ports below 1024 are reserved for root; use a higher one."
              : "Use an address of this host, usually 127.0.0.1.");
    } catch (IOException e) {
      throw new PlatformException(
          Code.FAILED, "can't listen at " + where + ": " + e.getMessage(), "", e);
    } catch (IllegalArgumentException e) {
      throw new PlatformException(
          Code.INVALID,
          "\"" + spec.host() + "\" is not an IP address",
          "Use an address of this host, usually 127.0.0.1.");
    }
  }

  private static PlatformException taken(BalancerSpec spec, Processes processes) {
    Optional<Long> holder = processes.listener(spec.port());
    String who =
        holder
            .map(
                pid ->
                    " by process "
                        + pid
                        + processes
                            .commandLine(pid)
                            .map(command -> " (" + shorten(command) + ")")
                            .orElse(""))
            .orElse(" by another process");
    return new PlatformException(
        Code.PORT_TAKEN,
        "port " + spec.port() + " of " + spec.host() + " is already in use" + who,
        "End that process, or give the balancer another port.");
  }

  private static String shorten(String command) {
    return command.length() <= 120 ? command : command.substring(0, 117) + "...";
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        connections.acquire();
        Socket socket = listener.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
        // Temporarily out of descriptors, or closed; the loop's condition tells which.
        connections.release();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        TcpConnection client = new TcpConnection(socket, watchdog)) {
      switch (protocol) {
        case HTTP -> http.serve(client);
        case TCP -> tcp.serve(client);
      }
    } catch (IOException e) {
      // The client went away between connecting and its first byte.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.release();
    }
  }

  /** The port it listens at. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Applies new backends, check and settings; returns when removed backends are idle.
   *
   * @return how many requests were still in flight at removed backends when their time was over
   */
  public int update(BalancerSpec spec) throws InterruptedException {
    pool.configure(spec);
    int left = pool.update(spec.backends(), spec.settings().drainTimeout());
    log.info(
        "settings were changed",
        Field.of("backends", spec.backends().size()),
        Field.of("in_flight", left));
    return left;
  }

  /** Changes only the backends. */
  public int update(List<Backend> backends) throws InterruptedException {
    return pool.update(backends, pool.settings().drainTimeout());
  }

  /**
   * Sends a backend no new requests and waits for those in flight.
   *
   * @return how many are still in flight, or empty when there is no such backend
   */
  public Optional<Integer> drain(String backend, Duration timeout) throws InterruptedException {
    Optional<Integer> left = pool.drain(backend, timeout);
    left.ifPresent(
        count ->
            log.info(
                "backend was drained",
                new Field("backend", backend),
                Field.of("in_flight", count)));
    return left;
  }

  /** The backends as they are now. */
  public List<BackendStatus> backends() {
    return pool.status();
  }

  /** Requests so far. */
  public long requests() {
    return counters.requests.sum();
  }

  /** Retried requests so far. */
  public long retries() {
    return counters.retries.sum();
  }

  /** Requests that got no answer from any backend so far. */
  public long failed() {
    return counters.failed.sum();
  }

  /** Accepts no more connections, waits for requests in flight, then ends. */
  public void stop(Duration timeout) throws InterruptedException {
    stopping.set(true);
    closeListener();
    boolean _ = pool.awaitIdle(timeout);
    close();
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException e) {
      // It is closed either way.
      return;
    }
  }

  @Override
  public void close() {
    stopping.set(true);
    closeListener();
    pool.close();
    threads.shutdownNow();
  }
}
