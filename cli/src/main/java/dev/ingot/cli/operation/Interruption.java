package dev.ingot.cli.operation;

import dev.ingot.cli.view.OperationView;
import dev.ingot.graph.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a cancellation while it is open: the process exits once the work
 * has stopped cleanly and is recorded. A second Ctrl-C ends it at once; after that or a harder
 * kill, the next run resumes from the journal.
 */
public final class Interruption implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 10;

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /** Reports the interrupt to a view. */
  public Interruption(OperationView view) {
    this(view::stopping, view::abandoned);
  }

  /**
   * @param stopping called on the interrupt
   * @param abandoned called if the work does not stop in time, or on a second Ctrl-C
   */
  public Interruption(Runnable stopping, Runnable abandoned) {
    this.hook =
        new Thread(
            () -> {
              if (ended.getCount() > 0) {
                SecondInterrupt.await(abandoned);
                stopping.run();
              }
              cancellation.cancel();
              try {
                boolean clean = ended.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
                if (!clean) {
                  abandoned.run();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Cancelled with the first interrupt. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Whether it was interrupted. */
  public boolean isInterrupted() {
    return cancellation.isCancelled();
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
