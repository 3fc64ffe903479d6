package dev.ingot.rollout;

import dev.ingot.health.Time;
import dev.ingot.rollout.core.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A queue of events, added by any thread and handled by one, in order. */
final class EventInbox {
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private CompletableFuture<Boolean> arrival = new CompletableFuture<>();

  synchronized void add(Event event) {
    events.add(event);
    arrival.complete(true);
  }

  /** The next event; empty if none arrives before a moment. */
  Optional<Event> next(Time time, Instant until) throws InterruptedException {
    return time.await(arrival(), until) ? take() : Optional.empty();
  }

  private synchronized CompletableFuture<Boolean> arrival() {
    return arrival;
  }

  private synchronized Optional<Event> take() {
    Optional<Event> first = Optional.ofNullable(events.poll());
    if (events.isEmpty()) {
      arrival = new CompletableFuture<>();
    }
    return first;
  }
}
