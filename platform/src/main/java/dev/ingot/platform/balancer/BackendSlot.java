package dev.ingot.platform.balancer;

import dev.ingot.health.Verdict;
import dev.ingot.http.HttpReader;
import dev.ingot.http.TcpConnection;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One backend of a pool. Its state is guarded by the pool's lock, its connections by its own. */
final class BackendSlot {
  /** A connection to the backend and its reader. */
  record Link(TcpConnection connection, HttpReader reader, long idleSince) {}

  // Servers close idle connections after five seconds and more; a younger one is almost never
  // stale.
  private static final long MAX_IDLE_NANOS = 4_000_000_000L;
  private static final int MAX_IDLE_LINKS = 256;

  final Backend backend;
  final LongAdder requests = new LongAdder();
  final TrafficCounter traffic = new TrafficCounter();
  private final Deque<Link> idle = new ArrayDeque<>();

  BackendStatus.Phase phase = BackendStatus.Phase.ACTIVE;
  boolean asked;
  boolean healthy;
  Verdict health;
  int inFlight;
  int streak;
  boolean suspect;
  boolean removed;
  @Nullable Thread checker;

  BackendSlot(Backend backend) {
    this.backend = backend;
    this.health = new Verdict.Unhealthy("health check", "not run yet");
  }

  /** An open connection that was used recently. */
  Optional<Link> takeIdle() {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        Link link = idle.pollLast();
        if (System.nanoTime() - link.idleSince() < MAX_IDLE_NANOS) {
          return Optional.of(link);
        }
        link.connection().close();
      }
      return Optional.empty();
    }
  }

  /** Keeps a connection for the next request. */
  void keep(TcpConnection connection, HttpReader reader) {
    synchronized (idle) {
      if (idle.size() >= MAX_IDLE_LINKS) {
        idle.pollFirst().connection().close();
      }
      idle.addLast(new Link(connection, reader, System.nanoTime()));
    }
  }

  /** Closes the idle connections. */
  void closeIdle() {
    synchronized (idle) {
      idle.forEach(link -> link.connection().close());
      idle.clear();
    }
  }
}
