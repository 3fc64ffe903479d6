package dev.ingot.deploy.call;

import dev.ingot.graph.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Limits how many calls of providers and commands run at once. */
public final class Throttle {
  private static final int MOST_THREADS = 256;

  private final int limit;
  private final Semaphore permits;
  private final Cancellation cancellation;

  /**
   * @param limit how many at once; at least 1
   * @param cancellation keeps {@link #forEach} from beginning anything more
   */
  public Throttle(int limit, Cancellation cancellation) {
    this.limit = limit;
    this.permits = new Semaphore(limit, true);
    this.cancellation = cancellation;
  }

  /** Runs something once a slot is free. */
  public <T> T call(Supplier<T> call) {
    permits.acquireUninterruptibly();
    try {
      return call.get();
    } finally {
      permits.release();
    }
  }

  /**
   * Runs something for each number below a count, on several threads; returns when all is done, or
   * when what was begun before a cancel is.
   *
   * @return whether all was done
   * @throws RuntimeException what the action threw, once all threads have ended
   * @throws Error what the action threw, once all threads have ended
   */
  public boolean forEach(int count, IntConsumer action) {
    return forEach(count, limit, action, cancellation);
  }

  /** The same with another number of threads, and whether cancelled or not. */
  public void all(int count, int threads, IntConsumer action) {
    forEach(count, threads, action, new Cancellation());
  }

  private static boolean forEach(
      int count, int threads, IntConsumer action, Cancellation cancellation) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement();
              i < count && !cancellation.isCancelled();
              i = next.getAndIncrement()) {
            action.accept(i);
            done.incrementAndGet();
          }
        };
    List<Thread> workers = new ArrayList<>();
    TaskFailures failures = new TaskFailures();
    failures.keep(
        () -> {
          for (int i = 1; i < Math.min(Math.min(threads, count), MOST_THREADS); i++) {
            workers.add(Thread.ofVirtual().start(() -> failures.keep(work)));
          }
          work.run();
        });
    workers.forEach(Throttle::joined);
    failures.rethrow();
    return done.get() == count;
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
