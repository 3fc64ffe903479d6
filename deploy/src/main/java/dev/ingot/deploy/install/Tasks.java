package dev.ingot.deploy.install;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/** Work done side by side, each piece once, so much of it at a time. */
final class Tasks implements AutoCloseable {
  private static final int SIDE_BY_SIDE = 8;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free = new Semaphore(SIDE_BY_SIDE);
  private final Map<String, FutureTask<?>> once = new ConcurrentHashMap<>();

  /** Work that asks others or reads files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Starts work that waits for other work most of the time. */
  <T> Future<T> start(Callable<T> work) {
    return threads.submit(work);
  }

  /**
   * The result of work that is only done by the first who asks for it.
   *
   * @param type of the result, the same for each name
   * @throws IOException if the work failed, for each who asks
   */
  <T> T once(String name, Class<T> type, Work<T> work) throws IOException, InterruptedException {
    FutureTask<T> mine = new FutureTask<>(work::run);
    FutureTask<?> first = once.putIfAbsent(name, mine);
    if (first == null) {
      run(mine);
    }
    try {
      return type.cast((first == null ? mine : first).get());
    } catch (CancellationException e) {
      // Whoever was first was interrupted, so that all are.
      throw new InterruptedException();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new IllegalStateException(name, e);
      }
    }
  }

  /** Those who wait for work that isn't begun any more must not wait for ever. */
  private void run(FutureTask<?> work) throws InterruptedException {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      work.cancel(false);
      throw e;
    }
    try {
      work.run();
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
