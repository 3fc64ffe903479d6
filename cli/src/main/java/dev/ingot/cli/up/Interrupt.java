package dev.ingot.cli.up;

import dev.ingot.graph.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a cancellation for as long as it is open: the process ends when the
 * work has been stopped cleanly, at the latest after a minute.
 */
public final class Interrupt implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook =
      new Thread(
          () -> {
            cancellation.cancel();
            try {
              boolean clean = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              if (!clean) {
                System.err.println(
                    "Error: it did not stop within a minute; the next run takes up what is left.");
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          "interrupt");

  public Interrupt() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Cancelled with the first interrupt. */
  public Cancellation cancellation() {
    return cancellation;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook has run.
    }
  }
}
