package dev.ingot.deploy.call;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Lets a limited number of calls run at once. */
public final class Throttle {
  private final int limit;
  private final Semaphore permits;

  /**
   * @param limit how many at once; at least 1
   */
  public Throttle(int limit) {
    this.limit = limit;
    this.permits = new Semaphore(limit, true);
  }

  /** Runs a call when it may. */
  public <T> T call(Supplier<T> call) {
    permits.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      permits.release();
    }
  }

  /** Does something for each number below a count, on several threads; returns when all is done. */
  public void forEach(int count, IntConsumer action) {
    forEach(count, limit, action);
  }

  /** The same with another number of threads. */
  public void forEach(int count, int threads, IntConsumer action) {
    if (count <= 1) {
      for (int i = 0; i < count; i++) {
        action.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            action.accept(i);
          }
        };
    java.util.List<Thread> workers = new java.util.ArrayList<>();
    java.util.concurrent.ConcurrentLinkedQueue<Throwable> failures =
        new java.util.concurrent.ConcurrentLinkedQueue<>();
    for (int i = 1; i < Math.min(threads, count); i++) {
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      work.run();
                    } catch (RuntimeException | Error e) {
                      failures.add(e);
                    }
                  }));
    }
    try {
      work.run();
    } finally {
      for (Thread worker : workers) {
        joined(worker);
      }
    }
    Throwable failure = failures.peek();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static void joined(Thread worker) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
