package dev.ingot.http.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Connections that wait for the next request to the same host. */
final class ConnectionPool implements AutoCloseable {
  private static final int MOST_OF_ONE = 8;
  private static final long IDLE_NANOS = 30_000_000_000L;

  private final Map<Route, Deque<Idle>> idle = new HashMap<>();
  private boolean closed;

  ConnectionPool() {}

  private record Idle(ClientConnection connection, long since) {}

  /** The one that was used last; the others end unused. */
  synchronized Optional<ClientConnection> take(Route route) {
    Deque<Idle> waiting = idle.get(route);
    while (waiting != null && !waiting.isEmpty()) {
      Idle last = waiting.pollLast();
      if (System.nanoTime() - last.since() < IDLE_NANOS && !last.connection().hasUnasked()) {
        return Optional.of(last.connection());
      }
      last.connection().close();
    }
    return Optional.empty();
  }

  synchronized void give(Route route, ClientConnection connection) {
    Deque<Idle> waiting = idle.computeIfAbsent(route, _ -> new ArrayDeque<>());
    if (closed || waiting.size() == MOST_OF_ONE) {
      connection.close();
      return;
    }
    waiting.addLast(new Idle(connection, System.nanoTime()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(waiting -> waiting.forEach(each -> each.connection().close()));
    idle.clear();
  }
}
