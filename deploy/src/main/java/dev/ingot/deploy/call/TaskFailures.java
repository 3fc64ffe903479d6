package dev.ingot.deploy.call;

import org.jspecify.annotations.Nullable;

/**
 * What tasks on other threads threw, for the thread that waits for them. None is lost: the first is
 * thrown with the others suppressed in it, an Error before an exception.
 */
public final class TaskFailures {
  private @Nullable RuntimeException exception;
  private @Nullable Error error;

  /** Runs a task and keeps what it throws. */
  public void keep(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      add(e);
    } catch (Error e) {
      add(e);
    }
  }

  private synchronized void add(RuntimeException thrown) {
    if (exception == null) {
      exception = thrown;
    } else if (!exception.equals(thrown)) {
      exception.addSuppressed(thrown);
    }
  }

  private synchronized void add(Error thrown) {
    if (error == null) {
      error = thrown;
    } else if (!error.equals(thrown)) {
      error.addSuppressed(thrown);
    }
  }

  /**
   * Throws what was kept, once; returns if nothing was.
   *
   * @throws RuntimeException the first that a task threw
   * @throws Error the first that a task threw
   */
  public synchronized void rethrow() {
    RuntimeException firstException = exception;
    Error firstError = error;
    exception = null;
    error = null;
    if (firstError != null) {
      if (firstException != null) {
        firstError.addSuppressed(firstException);
      }
      throw firstError;
    }
    if (firstException != null) {
      throw firstException;
    }
  }
}
