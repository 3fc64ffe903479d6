package dev.ingot.provider.fake;

import dev.ingot.lang.value.Value;
import dev.ingot.provider.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Where the objects of {@link FakeProvider} live; it survives its providers. */
public final class FakeCloud {
  private final Map<String, Value> objects = new TreeMap<>();
  private final List<String> events = new ArrayList<>();
  private final Map<String, CountDownLatch> gates = new HashMap<>();
  private int ids;
  private boolean obeysCancellation = true;
  private boolean dead;

  /** An empty cloud. */
  public FakeCloud() {}

  /** What is found of it once the process that used it is dead; that can change nothing more. */
  public synchronized FakeCloud afterCrash() {
    dead = true;
    return copy();
  }

  /** Another cloud with the same objects. */
  public synchronized FakeCloud copy() {
    FakeCloud next = new FakeCloud();
    next.objects.putAll(objects);
    next.ids = ids;
    return next;
  }

  private void requireAlive() {
    if (dead) {
      throw new IllegalStateException("the process is dead");
    }
  }

  /** All objects by id. */
  public synchronized Map<String, Value> objects() {
    return new TreeMap<>(objects);
  }

  /** What was asked for, in order, such as {@code create web}. */
  public synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Changes an object behind everybody's back. */
  public synchronized void put(String id, Value object) {
    requireAlive();
    objects.put(id, object);
  }

  /** Removes an object behind everybody's back. */
  public synchronized void remove(String id) {
    requireAlive();
    objects.remove(id);
  }

  /** Finds an object. */
  public synchronized Optional<Value> find(String id) {
    return Optional.ofNullable(objects.get(id));
  }

  /** Holds a change back, such as {@code create web}, until {@link #open} or its cancellation. */
  public synchronized void close(String change) {
    gates.put(change, new CountDownLatch(1));
  }

  /** Lets a change held back go on. */
  public synchronized void open(String change) {
    CountDownLatch gate = gates.remove(change);
    if (gate != null) {
      gate.countDown();
    }
  }

  /** Whether changes stop when they are cancelled; otherwise they go on to their end. */
  public synchronized void obeyCancellation(boolean obeys) {
    obeysCancellation = obeys;
  }

  synchronized boolean obeysCancellation() {
    return obeysCancellation;
  }

  synchronized void note(String event) {
    events.add(event);
    notifyAll();
  }

  /** Waits until something was asked for. */
  public synchronized void awaitEvent(String event, Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!events.contains(event)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no " + event + " within " + time + ", only " + events);
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  void passGate(String change, CallContext context) {
    CountDownLatch gate;
    synchronized (this) {
      gate = gates.get(change);
    }
    if (gate == null) {
      return;
    }
    try (var _ = context.cancellation().onCancel(gate::countDown)) {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized String nextId(String kind) {
    ids++;
    return kind + "-" + ids;
  }
}
