package dev.ingot.deploy.apply;

import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Publishes events in the order in which they occurred, although some must not be published before
 * they are durable: those after them wait.
 */
final class EventQueue {
  private final Observer observer;
  private final Deque<Slot> waiting = new ArrayDeque<>();

  EventQueue(Observer observer) {
    this.observer = observer;
  }

  /** The place of an event that is published later. */
  final class Slot {
    private Optional<Event> event = Optional.empty();
    private boolean ready;

    private Slot() {}

    /** Publishes the event, once it is its turn. */
    void fill(Event told) {
      synchronized (waiting) {
        event = Optional.of(told);
        ready = true;
        deliver();
      }
    }
  }

  /** Takes the next place. */
  Slot reserve() {
    synchronized (waiting) {
      Slot slot = new Slot();
      waiting.add(slot);
      return slot;
    }
  }

  /** Publishes an event after all that came before it. */
  void tell(Event event) {
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        observer.on(event);
        return;
      }
    }
    reserve().fill(event);
  }

  private void deliver() {
    while (!waiting.isEmpty() && waiting.getFirst().ready) {
      waiting.removeFirst().event.ifPresent(observer::on);
    }
  }
}
