package dev.ingot.health;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A time that passes only while everything waits: then it is the moment that the first of all
 * waiting is for. One thread runs at a time, so that the same test does the same in the same order.
 * Belongs to the thread that uses it first; others are those it starts.
 */
public final class SimulatedTime implements Time, AutoCloseable {
  private final List<Waiting> waiting = new ArrayList<>();
  private Instant now;
  private int running = 1;
  private boolean closed;

  private static final class Waiting {
    private final CompletableFuture<?> result;
    private final Instant until;
    private boolean over;

    Waiting(CompletableFuture<?> result, Instant until) {
      this.result = result;
      this.until = until;
    }
  }

  /** A time that begins at a moment. */
  public SimulatedTime(Instant start) {
    this.now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized boolean await(CompletableFuture<?> result, Instant until)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!result.isDone() && until.isAfter(now)) {
      Waiting one = new Waiting(result, until);
      waiting.add(one);
      running--;
      turn();
      await(one);
    }
    return result.isDone();
  }

  private synchronized void await(Waiting one) throws InterruptedException {
    try {
      while (!one.over && !closed) {
        wait();
      }
    } finally {
      if (!one.over) {
        one.over = true;
        waiting.remove(one);
        running++;
      }
    }
    if (closed) {
      throw new InterruptedException("the process is dead");
    }
  }

  /** Lets the next thread run if none does. */
  private synchronized void turn() {
    if (running > 0) {
      return;
    }
    Optional<Waiting> next =
        waiting.stream()
            .filter(one -> one.result.isDone())
            .findFirst()
            .or(() -> waiting.stream().min(Comparator.comparing(one -> one.until)));
    next.ifPresent(
        one -> {
          if (!one.result.isDone() && one.until.isAfter(now)) {
            now = one.until;
          }
          waiting.remove(one);
          one.over = true;
          running++;
          notifyAll();
        });
  }

  @Override
  public synchronized Thread start(String name, Runnable work) {
    Waiting one = new Waiting(CompletableFuture.completedFuture(name), now);
    waiting.add(one);
    return Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              try {
                await(one);
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                end();
              }
            });
  }

  private synchronized void end() {
    running--;
    turn();
  }

  /** Ends all waiting: the process is dead. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
