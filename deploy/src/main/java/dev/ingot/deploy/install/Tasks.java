package dev.ingot.deploy.install;

import java.util.Map;
import java.util.concurrent.Callable;
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

  /** Starts work that waits for other work most of the time. */
  <T> Future<T> start(Callable<T> work) {
    return threads.submit(work);
  }

  /**
   * The result of work that is only done by the first who asks for it.
   *
   * @param type of the result, the same for each name
   */
  <T> T once(String name, Class<T> type, Callable<T> work) throws Exception {
    FutureTask<T> mine = new FutureTask<>(work);
    FutureTask<?> first = once.putIfAbsent(name, mine);
    if (first == null) {
      free.acquire();
      try {
        mine.run();
      } finally {
        free.release();
      }
    }
    try {
      return type.cast((first == null ? mine : first).get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
