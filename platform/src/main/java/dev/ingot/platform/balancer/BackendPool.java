package dev.ingot.platform.balancer;

import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.BackendStatus.Phase;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.storage.log.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The backends of one balancer: which are healthy, which are draining, and the requests in flight
 * at each. A request gets a lease on a backend under the same lock that drains it, so that no
 * request reaches a backend after its draining began.
 */
final class BackendPool implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, BackendSlot> slots = new LinkedHashMap<>();
  private final List<BackendSlot> leaving = new ArrayList<>();
  private final NetworkProber prober;
  private final BackendLog log;
  private Check.Direct check;
  private volatile BalancerSpec.Settings settings;
  private int turn;
  private boolean closed;

  BackendPool(BalancerSpec spec, NetworkProber prober, Log log) {
    this.prober = prober;
    this.log = new BackendLog(log);
    this.check = checkOf(spec);
    this.settings = spec.settings();
  }

  private static Check.Direct checkOf(BalancerSpec spec) {
    return spec.check().orElse(new Check.Tcp(0, Duration.ofSeconds(1)));
  }

  /** Applies new checks and settings; backends are changed by {@link #update}. */
  void configure(BalancerSpec spec) {
    lock.lock();
    try {
      check = checkOf(spec);
      settings = spec.settings();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  BalancerSpec.Settings settings() {
    return settings;
  }

  /**
   * Returns a lease on a healthy backend that is not draining, preferring those not tried; waits
   * while there is none.
   *
   * @return empty when none became healthy in time
   */
  Optional<BackendSlot> acquire(Set<String> tried, long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<BackendSlot> best = best(tried).or(() -> best(Set.of()));
        if (best.isPresent()) {
          best.get().inFlight++;
          best.get().requests.increment();
          return best;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0 || closed) {
          return Optional.empty();
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Optional<BackendSlot> best(Set<String> tried) {
    List<BackendSlot> ready = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (BackendSlot slot : slots.values()) {
      if (slot.phase == Phase.ACTIVE && slot.healthy && !tried.contains(slot.backend.id())) {
        if (slot.inFlight < least) {
          ready.clear();
          least = slot.inFlight;
        }
        if (slot.inFlight == least) {
          ready.add(slot);
        }
      }
    }
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    turn = (turn + 1) & Integer.MAX_VALUE;
    return Optional.of(ready.get(turn % ready.size()));
  }

  /** The request is finished. */
  void release(BackendSlot slot) {
    lock.lock();
    try {
      slot.inFlight--;
      if (slot.phase == Phase.DRAINING && slot.inFlight == 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The backend refused a connection: it gets no more requests until it passes its check. */
  void refused(BackendSlot slot) {
    boolean wasHealthy;
    lock.lock();
    try {
      wasHealthy = slot.healthy;
      slot.healthy = false;
      slot.streak = 0;
      slot.health =
          new Verdict.Unhealthy("connect to " + slot.backend.endpoint(), "connection refused");
      slot.suspect = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    slot.closeIdle();
    // Logged once, not for each request that still meets it.
    if (wasHealthy) {
      log.unreachable(slot.backend);
    }
  }

  /** The backend cut a request off: its health is checked at once. */
  void suspect(BackendSlot slot) {
    lock.lock();
    try {
      slot.suspect = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Replaces the backends: adds the new ones, waits until one of them is healthy, then drains and
   * removes the others.
   *
   * @return how many requests were still in flight at removed backends when their time was over
   */
  int update(List<Backend> wanted, Duration timeout) throws InterruptedException {
    List<BackendSlot> gone = new ArrayList<>();
    int left = replace(wanted, timeout, gone);
    gone.forEach(slot -> log.removed(slot.backend));
    return left;
  }

  private int replace(List<Backend> wanted, Duration timeout, List<BackendSlot> gone)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      Map<String, Backend> byId = new LinkedHashMap<>();
      wanted.forEach(backend -> byId.put(backend.id(), backend));
      for (BackendSlot slot : List.copyOf(slots.values())) {
        if (!slot.backend.equals(byId.get(slot.backend.id()))) {
          gone.add(slot);
        }
      }
      for (Backend backend : byId.values()) {
        BackendSlot present = slots.get(backend.id());
        if (present != null && present.backend.equals(backend)) {
          present.phase = Phase.ACTIVE;
        } else {
          if (present != null) {
            // The same id at another address: the old one serves until the new one is healthy.
            slots.put(backend.id() + "\0old", present);
          }
          add(new BackendSlot(backend));
        }
      }
      changed.signalAll();
      boolean served = gone.stream().anyMatch(slot -> slot.healthy && slot.phase == Phase.ACTIVE);
      while (served
          && !byId.isEmpty()
          && slots.values().stream()
              .noneMatch(slot -> slot.healthy && slot.phase == Phase.ACTIVE && !gone.contains(slot))
          && deadline - System.nanoTime() > 0) {
        changed.awaitNanos(deadline - System.nanoTime());
      }
      for (BackendSlot slot : gone) {
        slots.values().removeIf(slot::equals);
        slot.phase = Phase.DRAINING;
        leaving.add(slot);
      }
      return awaitLeaving(gone, System.nanoTime() + timeout.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private int awaitLeaving(List<BackendSlot> gone, long deadline) throws InterruptedException {
    try {
      while (gone.stream().anyMatch(slot -> slot.inFlight > 0)
          && deadline - System.nanoTime() > 0
          && !closed) {
        changed.awaitNanos(deadline - System.nanoTime());
      }
      return gone.stream().mapToInt(slot -> slot.inFlight).sum();
    } finally {
      for (BackendSlot slot : gone) {
        slot.removed = true;
        leaving.remove(slot);
        slot.closeIdle();
      }
      changed.signalAll();
    }
  }

  /**
   * Sends a backend no new requests and waits for those in flight.
   *
   * @return how many are still in flight, or empty when there is no such backend
   */
  Optional<Integer> drain(String id, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      BackendSlot slot = slots.get(id);
      if (slot == null) {
        return Optional.empty();
      }
      slot.phase = Phase.DRAINING;
      while (slot.inFlight > 0
          && slot.phase == Phase.DRAINING
          && deadline - System.nanoTime() > 0) {
        changed.awaitNanos(deadline - System.nanoTime());
      }
      return Optional.of(slot.inFlight);
    } finally {
      lock.unlock();
    }
  }

  /** Every backend as it is now. */
  List<BackendStatus> status() {
    lock.lock();
    try {
      List<BackendSlot> all = new ArrayList<>(slots.values());
      all.addAll(leaving);
      return all.stream()
          .map(
              slot ->
                  new BackendStatus(
                      slot.backend,
                      slot.phase,
                      slot.health,
                      slot.inFlight,
                      slot.requests.sum(),
                      slot.traffic.sum()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private void add(BackendSlot slot) {
    slots.put(slot.backend.id(), slot);
    slot.checker =
        Thread.ofVirtual().name("check-" + slot.backend.id()).start(() -> checkForever(slot));
  }

  private void checkForever(BackendSlot slot) {
    try {
      while (true) {
        Check.Direct current;
        lock.lockInterruptibly();
        try {
          if (slot.removed || closed) {
            return;
          }
          slot.suspect = false;
          current = check;
        } finally {
          lock.unlock();
        }
        Verdict health = ask(current, slot.backend);
        // Outside the lock: requests wait for it, and a disk can be slow.
        if (record(slot, health)) {
          log.answered(slot.backend, health);
        }
        lock.lockInterruptibly();
        try {
          long left = settings.checkInterval().toNanos();
          while (left > 0 && !slot.suspect && !slot.removed && !closed) {
            left = changed.awaitNanos(left);
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Verdict ask(Check.Direct current, Backend backend) {
    return switch (current) {
      case Check.Http http -> prober.http(http, backend.address(), backend.port());
      case Check.Tcp tcp -> prober.tcp(tcp, backend.address(), backend.port());
      // The agent refuses these for balancers; a file edited by hand could still contain one.
      case Check.Exec exec ->
          prober.tcp(new Check.Tcp(0, exec.timeout()), backend.address(), backend.port());
    };
  }

  /** Returns whether the health changed, which the first result always does. */
  private boolean record(BackendSlot slot, Verdict health) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean well = health.isHealthy();
      boolean first = !slot.asked;
      slot.asked = true;
      slot.health = health;
      if (well == slot.healthy) {
        slot.streak = 0;
        return first;
      }
      slot.streak++;
      boolean unmistakable = !well && health.answered().equals("connection refused");
      boolean turns = unmistakable || slot.streak >= (well ? settings.rise() : settings.fall());
      if (turns) {
        slot.healthy = well;
        slot.streak = 0;
        changed.signalAll();
      }
      return turns;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      slots.values().forEach(BackendSlot::closeIdle);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is in flight anywhere. */
  boolean awaitIdle(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    lock.lockInterruptibly();
    try {
      slots.values().forEach(slot -> slot.phase = Phase.DRAINING);
      while (slots.values().stream().anyMatch(slot -> slot.inFlight > 0)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
