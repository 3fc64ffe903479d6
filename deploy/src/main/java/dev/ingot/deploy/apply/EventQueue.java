package dev.ingot.deploy.apply;

import dev.ingot.deploy.Event;
import dev.ingot.deploy.Observer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells events in the order in which they came about, although some must not be told before they
 * are durable: those after them wait.
 */
final class EventQueue {
  private final Observer observer;
  private final Deque<Slot> waiting = new ArrayDeque<>();

  EventQueue(Observer observer) {
    this.observer = observer;
  }

  /** The place of an event that is told later. */
  final class Slot {
    private Optional<Event> event = Optional.empty();
    private boolean ready;

    private Slot() {}

    /** Tells the event, once it is its turn. */
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

  /** Tells an event after all that came before it. */
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
